// A stream that stores nothing more: each publish is refused, and the log says it once.

import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect, onTestFinished, test } from 'vitest';
import { bodies, describeWithNats, LIMIT_MS, SOON, startBroker, startServer, untagged } from './set-up.ts';

const FULL_BYTES = 20_000;
const BODY = 'x'.repeat(FULL_BYTES / 4);

describeWithNats('a stream that is full', { timeout: LIMIT_MS }, () => {
  test('refuses each publish, and says once why, until there is room again', async () => {
    const server = await startServer();
    const { connect: join, lines, reported } = await startBroker(server);
    const [alice, bob] = [await join('alice'), await join('bob', 'SUBSCRIBE:news')];
    const nats = await connect({ servers: `127.0.0.1:${server.port}` });
    onTestFinished(() => nats.close());
    const { streams } = await jetstreamManager(nats);
    const giveRoom = (bytes: number) => streams.update('chat', { max_bytes: bytes, discard: DiscardPolicy.New });
    /** Publishes some messages. @returns how many were answered with OK; the others were refused with INTERNAL */
    const publish = async (count: number) => {
      alice.take();
      alice.say(...Array.from({ length: count }, (_, n) => `@label=${n} PUBLISH:news:${BODY}`));
      await expect.poll(() => alice.frames.length, SOON).toBe(count);
      const verbs = untagged(alice.take()).map((frame) => frame.split(':').slice(0, 2).join(':'));
      expect(verbs.filter((verb) => verb !== 'OK:PUBLISH' && verb !== 'ERROR:INTERNAL')).toEqual([]);
      return verbs.filter((verb) => verb === 'OK:PUBLISH').length;
    };

    await giveRoom(FULL_BYTES);
    expect([await publish(10), await publish(10)]).toEqual([3, 0]);
    expect(lines).toHaveLength(1);
    await giveRoom(2 * FULL_BYTES);
    expect([await publish(10), await publish(10)]).toEqual([4, 0]);
    await expect.poll(() => bodies(bob, 'news').length, SOON).toBe(7);
    expect(lines).toEqual(
      Array.from({ length: 2 }, () => 'NATS has not stored a message (maximum bytes exceeded): publishes are refused until it does'),
    );
    expect(reported).toEqual([]);
  });
});
