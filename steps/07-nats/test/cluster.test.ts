// A cluster of three servers, of which one is killed: nothing that was answered is lost, doubled, or out of order.

import { expect, test } from 'vitest';
import { bodies, describeWithNats, SOON, startBroker, startCluster, untagged } from './set-up.ts';

const LIMIT_MS = 120_000;
const COUNT = 200;

describeWithNats('a cluster of three servers', { timeout: LIMIT_MS }, () => {
  test('goes on when the one is killed that a broker is connected to', async () => {
    const servers = await startCluster();
    const [first, second] = servers;
    if (!first || !second) throw new Error('three were started');
    const near = await startBroker(first, { name: 'broker1', replicas: 3 });
    const far = await startBroker(second, { name: 'broker2', replicas: 3 });
    const bob = await far.connect('bob', 'SUBSCRIBE:news');
    const twin = await near.connect('carol', 'SUBSCRIBE:news');
    const alice = await near.connect('alice');
    const answered: string[] = [];
    for (let n = 0; n < COUNT; n++) {
      if (n === COUNT / 2) {
        near.lines.length = 0; // a cluster may take a moment to be ready
        await first.kill();
      }
      for (let isAnswered = false; !isAnswered;) {
        alice.take();
        alice.say(`@label=${n};id=${n} PUBLISH:news:${n}`);
        await expect.poll(() => alice.frames.length, SOON).toBe(1);
        isAnswered = untagged(alice.frames)[0] === 'OK:PUBLISH:news';
        if (!isAnswered) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      answered.push(String(n));
    }
    for (const client of [bob, twin]) await expect.poll(() => bodies(client, 'news'), SOON).toEqual(answered);
    const reader = await far.connect('dave');
    reader.say('HISTORY:news:1000');
    await expect.poll(() => [untagged(reader.frames).at(-1), ...far.reported], SOON).toEqual(['OK:HISTORY:news']);
    expect(bodies(reader, 'news')).toEqual(answered);
    expect([...near.reported, ...far.reported]).toEqual([]);
    expect(near.lines.filter((line) => line.includes('NATS_URL=')).length).toBeLessThanOrEqual(1);
  });
});
