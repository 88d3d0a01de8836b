// Who is typing: every way to begin, to go on, and to stop, with a clock that the test moves.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import type { Rights } from '03-auth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A broker that takes names for tokens; a client that has joined has said who it is, and reads these channels. */
function setUp(rights: Rights = {}) {
  const verify = async (user: string) => ({ user, expires: Date.now() + 1e9, ...rights });
  const { broker, dialogue } = createBroker({ store: new MemoryStore(), retain: 100, verify, authTimeout: 10_000, typingExpiry: 6000 });
  const join = async (user: string, ...channels: string[]) => {
    const client = new FakeClient(broker, dialogue);
    client.say(`AUTH:${user}`, ...channels.map((channel) => `SUBSCRIBE:${channel}`));
    await client.settle();
    return client;
  };
  return { broker, join };
}

const TYPING = 'USER_TYPING:general:alice';
const STOPPED = 'USER_STOPPED:general:alice';

describe('alice begins to type', () => {
  test('and the sessions of other users that read the channel are told, once', async () => {
    const { join } = setUp();
    const [alice, phone] = [await join('alice', 'general'), await join('alice', 'general')];
    const [bob, outsider] = [await join('bob', 'general'), await join('carol', 'other')];
    alice.say('USER_TYPING:general', '@label=1 USER_TYPING:general');
    phone.say('USER_TYPING:general');
    expect([bob, outsider, phone].map((client) => client.take())).toEqual([[TYPING], [], []]);
    expect(alice.take()).toEqual(['@label=1 OK:USER_TYPING:general']);
  });

  test('and whoever comes later is told too, each time that it comes', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice', 'general'), await join('bob')];
    alice.say('USER_TYPING:general');
    bob.say('@x=1 SUBSCRIBE:general', 'SUBSCRIBE:general');
    expect(bob.take()).toEqual([expect.stringMatching(/OK:SUBSCRIBE:general$/), TYPING]);
    bob.say('UNSUBSCRIBE:general', 'SUBSCRIBE:general');
    expect(bob.take()).toEqual([TYPING]);
    (await join('alice', 'general')).say('USER_STOPPED:general');
    expect(bob.take()).toEqual([STOPPED]);
  });

  test('only where she reads, and may publish', async () => {
    const { join } = setUp({ publish: ['general'] });
    const [alice, bob] = [await join('alice', 'general', 'other'), await join('bob', 'general', 'other', 'third')];
    alice.say('USER_TYPING:other', 'USER_TYPING:third', 'USER_TYPING', 'USER_TYPING:general:x', 'USER_TYPING:ne ws', 'USER_STOPPED:ne ws');
    expect(alice.take().map((frame) => frame.split(':')[1])).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'BAD_FRAME',
      'BAD_FRAME',
      'BAD_CHANNEL',
      'BAD_CHANNEL',
    ]);
    expect(bob.take()).toEqual([]);
  });
});

describe('alice has stopped', () => {
  async function typing() {
    const { broker, join } = setUp();
    const [alice, bob] = [await join('alice', 'general'), await join('bob', 'general')];
    alice.say('USER_TYPING:general');
    expect(bob.take()).toEqual([TYPING]);
    return { broker, join, alice, bob };
  }

  test('when she says nothing more for long enough', async () => {
    const { alice, bob } = await typing();
    vi.advanceTimersByTime(5999);
    alice.say('USER_TYPING:general');
    vi.advanceTimersByTime(5999);
    expect(bob.take()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(bob.take()).toEqual([STOPPED]);
    alice.say('USER_STOPPED:general');
    expect(bob.take()).toEqual([]);
  });

  test('when she says so, on whichever of her devices, and once', async () => {
    const { join, alice, bob } = await typing();
    const phone = await join('alice');
    phone.say('USER_STOPPED:general');
    alice.say('USER_STOPPED:general');
    vi.advanceTimersByTime(60_000);
    expect(bob.take()).toEqual([STOPPED]);
  });

  test('when she publishes there, before her message, and not by a repeat or a message elsewhere', async () => {
    const { alice, bob } = await typing();
    bob.say('SUBSCRIBE:other');
    alice.say('PUBLISH:other:x', '@id=a PUBLISH:general:Hi');
    await alice.settle();
    expect(bob.take()).toEqual(['MSG:other:x', STOPPED, 'MSG:general:Hi']);
    alice.say('USER_TYPING:general', '@id=a PUBLISH:general:Hi');
    await alice.settle();
    expect(bob.take()).toEqual([TYPING]);
  });

  test('when the last session in which she types unsubscribes or goes away', async () => {
    const { join, alice, bob } = await typing();
    const [phone, idle] = [await join('alice', 'general'), await join('alice', 'general')];
    phone.say('USER_TYPING:general');
    alice.say('UNSUBSCRIBE:general');
    idle.leave();
    expect(bob.take()).toEqual([]);
    phone.leave();
    expect(bob.take()).toEqual([STOPPED]);
    alice.say('SUBSCRIBE:general', 'USER_TYPING:general', 'UNSUBSCRIBE:general', 'UNSUBSCRIBE:general');
    expect(bob.take()).toEqual([TYPING, STOPPED]);
  });

  test('and can begin again', async () => {
    const { alice, bob } = await typing();
    alice.say('USER_STOPPED:general', 'USER_TYPING:general');
    vi.advanceTimersByTime(6000);
    expect(bob.take()).toEqual([STOPPED, TYPING, STOPPED]);
  });

  test('and who has left is not told, and nothing is left behind', async () => {
    const { broker, alice, bob } = await typing();
    bob.say('UNSUBSCRIBE:general');
    alice.say('USER_STOPPED:general');
    expect(bob.take()).toEqual([]);
    alice.say('USER_TYPING:general');
    broker.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('nothing of it is stored', async () => {
  const { join } = setUp();
  const alice = await join('alice', 'general');
  alice.say('USER_TYPING:general', 'USER_STOPPED:general', 'HISTORY:general');
  expect(await alice.settle()).toEqual(['OK:HISTORY:general']);
});
