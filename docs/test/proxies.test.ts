// The proxies of deploy/ as they are: the client, sessions, origins and links get through TLS, and a silent session is kept.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { fileURLToPath } from 'node:url';
import { ProcessBroker, inSeconds, nodeCommand, sign } from '@workshop/checks';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Proxy, startCaddy, startNginx, whereIs } from './proxies.ts';

const AUTH_SECRET = 'a secret of 32 bytes and more, for tests';
const target = { command: nodeCommand('src/main.ts'), folder: fileURLToPath(new URL('../../steps/06-federation/', import.meta.url)) };
const token = sign({ sub: 'alice', exp: inSeconds(600) }, AUTH_SECRET);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function startBroker(settings: Readonly<Record<string, string>>): Promise<ProcessBroker> {
  const broker = new ProcessBroker(target, { AUTH_SECRET, PEER_SECRET: 'of one network', ...settings });
  ends.push(() => broker.remove());
  return broker.start();
}

async function behind(start: (port: number) => Promise<Proxy>, settings: Readonly<Record<string, string>> = {}): Promise<Proxy> {
  const proxy = await start((await startBroker(settings)).port);
  ends.push(() => proxy.close());
  return proxy;
}

const connect = ({ authority, ca }: Proxy, headers: Readonly<Record<string, string>> = {}) =>
  new WebSocket(`wss://${authority}`, { ca: readFileSync(ca), headers });

/** Sends frames, and resolves to the next one that comes. */
async function say(socket: WebSocket, ...frames: readonly string[]): Promise<string> {
  for (const frame of frames) socket.send(frame);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  return String(answer);
}

/** The title of a test that needs a proxy: where there is none, it says why the test is skipped. */
function needing(name: string, title: string): string {
  return isThere(name) ? title : `${title} (skipped: ${name} or openssl is not installed)`;
}
const isThere = (name: string) => whereIs(name) !== undefined && whereIs('openssl') !== undefined;

describe.each([
  ['nginx', (port: number) => startNginx(port)],
  ['caddy', startCaddy],
] as const)('%s', (name, start) => {
  test.skipIf(!isThere(name))(needing(name, 'the web client, a session and its messages get through'), async () => {
    const proxy = await behind(start);
    const request = get(`https://${proxy.authority}/`, { ca: readFileSync(proxy.ca) });
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    const socket = connect(proxy);
    await once(socket, 'open');
    expect(await say(socket, `AUTH:${token}`)).toBe('OK:AUTH:alice');
    expect(await say(socket, 'SUBSCRIBE:news', 'PUBLISH:news:Hi')).toBe('MSG:news:Hi');
    socket.terminate();
  });

  test.skipIf(!isThere(name))(needing(name, 'the page of another origin is refused, the own one is not'), async () => {
    const proxy = await behind(start, { ALLOWED_ORIGINS: 'https://chat.example' });
    const own = connect(proxy, { origin: 'https://chat.example' });
    await once(own, 'open');
    own.terminate();
    const foreign = connect(proxy, { origin: 'https://evil.example' });
    const [error] = await once(foreign, 'error');
    expect(String(error)).toContain('403');
  });

  test.skipIf(!isThere(name))(needing(name, 'another broker links through it, and gets what is published'), async () => {
    const proxy = await behind(start, { BROKER_NAME: 'broker1' });
    const second = new ProcessBroker(
      { ...target, environment: { NODE_EXTRA_CA_CERTS: proxy.ca } },
      { AUTH_SECRET, PEER_SECRET: 'of one network', BROKER_NAME: 'broker2', PEERS: `wss://${proxy.authority}` },
    );
    ends.push(() => second.remove());
    await second.start();
    await new Promise<void>((resolve) => {
      const look = () => second.output.includes('linked with broker1') && resolve();
      second.process.stderr.watch(look);
      look();
    });
    const reader = new WebSocket(second.url);
    await once(reader, 'open');
    await say(reader, `AUTH:${token}`);
    const writer = connect(proxy);
    await once(writer, 'open');
    await say(writer, `AUTH:${token}`);
    reader.send('SUBSCRIBE:news');
    await say(reader, '@label=1 SUBSCRIBE:settle');
    writer.send('PUBLISH:news@broker2:Hi');
    expect(await say(reader)).toContain('MSG:news:Hi');
    for (const socket of [reader, writer]) socket.terminate();
  });
});

describe.skipIf(!isThere('nginx'))(needing('nginx', 'proxy_read_timeout of nginx'), () => {
  const impatient = (port: number) => startNginx(port, '1s');

  test('is renewed by the pings of the broker, so a silent session stays', async () => {
    const socket = connect(await behind(impatient, { PING_INTERVAL_MS: '250' }));
    await once(socket, 'open');
    for (let pings = 0; pings < 8; pings++) await once(socket, 'ping');
    expect(await say(socket, `AUTH:${token}`)).toBe('OK:AUTH:alice');
    socket.terminate();
  });

  test('ends the session where the broker pings more seldom', async () => {
    const socket = connect(await behind(impatient, { PING_INTERVAL_MS: '60000' }));
    await once(socket, 'open');
    const [code] = await once(socket, 'close');
    expect(code).toBe(1006);
  });
});
