// A credential that is no longer good: one line in the log, clients are told, and everything goes on when there is a good one.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount, createOperator, createUser, encodeAccount, encodeOperator, encodeUser, fmtCreds } from '@nats-io/jwt';
import { type NatsServer, startNatsServer } from '@workshop/checks/nats-server';
import { expect, onTestFinished, test } from 'vitest';
import { bodies, describeWithNats, LIMIT_MS, makeBroker, SOON, startBroker, startServer, untagged } from './set-up.ts';

const withPassword = (password: string) => `authorization { users: [ { user: brokers, password: "${password}" } ] }`;

/** A server whose users have JWTs, and a function that issues one for some seconds, as the file that `nsc` would write. */
async function startServerWithOperator(): Promise<{ server: NatsServer; issue: (seconds: number) => Promise<Uint8Array> }> {
  const [operator, system, account] = [createOperator(), createAccount(), createAccount()];
  const limits = { conn: -1, subs: -1, data: -1, payload: -1, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
  const configuration = `
    operator: ${await encodeOperator('tests', operator)}
    system_account: ${system.getPublicKey()}
    resolver: MEMORY
    resolver_preload {
      ${system.getPublicKey()}: ${await encodeAccount('system', system, {}, { signer: operator })}
      ${account.getPublicKey()}: ${await encodeAccount('chat', account, { limits }, { signer: operator })}
    }`;
  const server = await startServer({ configuration });
  const issue = async (seconds: number) => {
    const user = createUser();
    return fmtCreds(await encodeUser('brokers', user, account, {}, { exp: Math.floor(Date.now() / 1000) + seconds }), user);
  };
  return { server, issue };
}

/** A broker with Alice, who publishes, and Bob, who listens. */
async function startTalk(...given: Parameters<typeof startBroker>) {
  const broker = await startBroker(...given);
  const [alice, bob] = [await broker.connect('alice'), await broker.connect('bob', 'SUBSCRIBE:news')];
  /** Publishes. @returns the first two words of the answer */
  const publish = async (id: string) => {
    alice.take();
    alice.say(`@label=1;id=${id} PUBLISH:news:${id}`);
    await expect.poll(() => alice.frames.length, SOON).toBe(1);
    return untagged(alice.take())[0]?.split(':').slice(0, 2).join(':');
  };
  /** What a broker says of one outage, without the reason; and Bob has what was published after it. */
  const expectRecovery = async () => {
    await expect.poll(() => publish('back'), SOON).toBe('OK:PUBLISH');
    await expect.poll(() => bodies(bob, 'news').at(-1), SOON).toBe('back');
    expect(broker.lines.map((line) => line.replace(/^NATS_URL=\S+ /, '').replace(/ \(.*\)/, ''))).toEqual([
      'cannot be used: commands are refused until it can',
      'NATS is back',
    ]);
    expect(broker.reported).toEqual([]);
  };
  return { ...broker, publish, expectRecovery };
}

describeWithNats('a credential', { timeout: LIMIT_MS }, () => {
  test('that is withdrawn and given back', async () => {
    const first = await startServer({ configuration: withPassword('first') });
    const { publish, expectRecovery, lines } = await startTalk({ url: first.url.replace('//', '//brokers:first@') });
    const restartWith = async (password: string) => {
      await first.kill();
      return startNatsServer(first.folder, { configuration: withPassword(password), port: first.port });
    };
    const second = await restartWith('second');
    onTestFinished(() => second.kill());
    await expect.poll(() => publish('away'), SOON).toBe('ERROR:UNREACHABLE');
    await second.kill();
    const third = await restartWith('first');
    onTestFinished(() => third.kill());
    await expectRecovery();
    expect(lines.join()).not.toContain('first@');
  });

  test('that expires, and is renewed in its file', async () => {
    const { server, issue } = await startServerWithOperator();
    const credentialsFile = join(server.folder, 'brokers.creds');
    writeFileSync(credentialsFile, await issue(3));
    const { publish, expectRecovery, lines } = await startTalk(server, { credentialsFile });
    expect(await publish('before')).toBe('OK:PUBLISH');
    await expect.poll(() => publish('expired'), SOON).toBe('ERROR:UNREACHABLE');
    expect(lines.join()).toMatch(/expired/i);
    writeFileSync(credentialsFile, 'half a file'); // as it may be seen while it is written
    await expect.poll(() => publish('half'), SOON).toBe('ERROR:UNREACHABLE');
    writeFileSync(credentialsFile, await issue(3600));
    await expectRecovery();
  });

  test('whose file is not there yet', async () => {
    const { server, issue } = await startServerWithOperator();
    const credentialsFile = join(server.folder, 'brokers.creds');
    const { connection, lines } = makeBroker(server, { credentialsFile });
    await connection.start();
    expect(lines.map((line) => line.replace(/'.*'/, 'it'))).toEqual([
      `NATS_URL=${server.url} cannot be used (ENOENT: no such file or directory, open it): commands are refused until it can`,
    ]);
    writeFileSync(credentialsFile, await issue(3600));
    await expect.poll(() => connection.isUp, SOON).toBe(true);
  });
});
