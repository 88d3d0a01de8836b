// A NATS_URL that begins with tls: is a promise that nothing is said to a server that does not encrypt.

import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithNats, LIMIT_MS, makeBroker, SOON, startBroker, startServer, untagged } from './set-up.ts';

const file = (name: string) => fileURLToPath(new URL(`./tls/${name}.pem`, import.meta.url));
const quoted = (name: string) => JSON.stringify(file(name));
const asTls = ({ url }: { readonly url: string }) => url.replace('nats://127.0.0.1', 'tls://localhost');

describeWithNats('a tls: address', { timeout: LIMIT_MS }, () => {
  test('is used where the server encrypts', async () => {
    const before = getCACertificates();
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([readFileSync(file('certificate'), 'utf8')]);
    const server = await startServer({ configuration: `tls { cert_file: ${quoted('certificate')}, key_file: ${quoted('key')} }` });
    const { connect } = await startBroker({ url: asTls(server) });
    const alice = await connect('alice');
    alice.say('@label=1 PUBLISH:news:Hi');
    await expect.poll(() => untagged(alice.frames), SOON).toEqual(['OK:PUBLISH:news']);
  });

  test('is not used where it does not', async () => {
    const server = await startServer();
    const { connection, lines } = makeBroker({ url: asTls(server) });
    await connection.start();
    expect(connection.isUp).toBe(false);
    expect(lines.map((line) => line.replace(/:\d+/, ''))).toEqual([
      "NATS_URL=tls://localhost cannot be used (server does not support 'tls'): commands are refused until it can",
    ]);
  });
});
