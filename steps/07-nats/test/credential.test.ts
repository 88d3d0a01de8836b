// A credential that is no longer good: one line in the log, clients are told, and everything goes on when it is mended.

import { startNatsServer } from '@workshop/checks/nats-server';
import { expect, onTestFinished, test } from 'vitest';
import { bodies, describeWithNats, LIMIT_MS, SOON, startBroker, startServer, untagged } from './set-up.ts';

const withPassword = (password: string) => `authorization { users: [ { user: brokers, password: "${password}" } ] }`;

describeWithNats('a credential', { timeout: LIMIT_MS }, () => {
  test('that is withdrawn and given back', async () => {
    const first = await startServer(withPassword('first'));
    const url = first.url.replace('//', '//brokers:first@');
    const { connect, lines, reported } = await startBroker({ url });
    const [alice, bob] = [await connect('alice'), await connect('bob', 'SUBSCRIBE:news')];
    const restartWith = async (password: string) => {
      await first.kill();
      return startNatsServer(first.folder, { configuration: withPassword(password), port: first.port });
    };
    const second = await restartWith('second');
    onTestFinished(() => second.kill());
    const answer = async (id: string) => {
      alice.take();
      alice.say(`@label=1;id=${id} PUBLISH:news:${id}`);
      await expect.poll(() => alice.frames.length, SOON).toBe(1);
      return untagged(alice.take())[0]?.split(':').slice(0, 2).join(':');
    };
    await expect.poll(() => answer('away'), SOON).toBe('ERROR:UNREACHABLE');
    await second.kill();
    const third = await restartWith('first');
    onTestFinished(() => third.kill());
    await expect.poll(() => answer('back'), SOON).toBe('OK:PUBLISH');
    await expect.poll(() => bodies(bob, 'news').at(-1), SOON).toBe('back');
    expect(lines.map((line) => line.replace(/^NATS_URL=\S+ /, '').replace(/ \(.*\)/, ''))).toEqual([
      'cannot be used: commands are refused until it can',
      'NATS is back',
    ]);
    expect(lines.join()).not.toContain('first@');
    expect(reported).toEqual([]);
  });
});
