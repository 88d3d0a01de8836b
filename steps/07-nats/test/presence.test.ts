// Typing between brokers that have no link: what they tell each other over core NATS, and what is said for a broker that is gone.

import { expect, test } from 'vitest';
import { describeWithNats, LIMIT_MS, SOON, startBroker, startServer } from './set-up.ts';

describeWithNats('who types on one broker', { timeout: LIMIT_MS }, () => {
  test('is told on the others, and has stopped when that broker ends', async () => {
    const server = await startServer();
    const [near, far] = [await startBroker(server, { name: 'broker1' }), await startBroker(server, { name: 'broker2' })];
    const bob = await far.connect('bob', 'SUBSCRIBE:news');
    const alice = await near.connect('alice', 'SUBSCRIBE:news');
    alice.say('USER_TYPING:news');
    await expect.poll(() => bob.frames, SOON).toEqual(['USER_TYPING:news:alice@broker1']);
    near.broker.close();
    await expect.poll(() => bob.frames, SOON).toEqual(['USER_TYPING:news:alice@broker1', 'USER_STOPPED:news:alice@broker1']);
  });

  test('has stopped when nothing more is heard of that broker', async () => {
    const server = await startServer();
    const [near, far] = [await startBroker(server, { name: 'broker1' }), await startBroker(server, { name: 'broker2' })];
    const bob = await far.connect('bob', 'SUBSCRIBE:news');
    const alice = await near.connect('alice', 'SUBSCRIBE:news');
    alice.say('USER_TYPING:news');
    await expect.poll(() => bob.frames, SOON).toHaveLength(1);
    await near.connection.close(); // without a goodbye, as a broker that was killed
    await expect.poll(() => bob.frames, SOON).toEqual(['USER_TYPING:news:alice@broker1', 'USER_STOPPED:news:alice@broker1']);
  });
});
