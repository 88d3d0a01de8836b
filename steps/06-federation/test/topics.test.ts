// Subscriptions to patterns, as a client sees them.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';

interface Rights {
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function setUp() {
  let rights: Rights = {};
  const store = new MemoryStore();
  const verify = async (user: string) => ({ user, expires: Date.now() + 1e9, ...rights });
  const { broker, dialogue } = createBroker({ name: 'here', store, retain: 100, authTimeout: 1e6, typingExpiry: 6000, verify });
  const join = async (user: string, claims: Rights = {}) => {
    const client = new FakeClient(broker, dialogue);
    rights = claims;
    client.say(`AUTH:${user}`);
    await client.settle();
    return client;
  };
  const logIn = async (client: FakeClient, user: string, claims: Rights) => {
    rights = claims;
    client.say(`AUTH:${user}`);
    await client.settle();
  };
  return { join, logIn };
}

describe('patterns', () => {
  test('bring the real channel, once however many match, and to nobody else', async () => {
    const { join } = setUp();
    const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
    bob.say('SUBSCRIBE:news.*', 'SUBSCRIBE:news.#', 'SUBSCRIBE:#', 'SUBSCRIBE:news.sport', 'SUBSCRIBE:news.#');
    carol.say('SUBSCRIBE:*.weather');
    alice.say('PUBLISH:news.sport:1', 'PUBLISH:news:2', 'PUBLISH:other.weather:3');
    expect([await bob.settle(), await carol.settle()]).toEqual([
      ['MSG:news.sport:1', 'MSG:news:2', 'MSG:other.weather:3'],
      ['MSG:other.weather:3'],
    ]);
  });

  test('end with UNSUBSCRIBE, each by itself, and with the session', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    bob.say('SUBSCRIBE:news.*', 'SUBSCRIBE:news.sport', 'UNSUBSCRIBE:news.sport', 'UNSUBSCRIBE:news.#');
    alice.say('PUBLISH:news.sport:1');
    await alice.settle();
    bob.say('UNSUBSCRIBE:news.*');
    alice.say('PUBLISH:news.sport:2');
    await alice.settle();
    bob.say('SUBSCRIBE:news.*');
    bob.leave();
    alice.say('PUBLISH:news.sport:3');
    await alice.settle();
    expect(bob.take()).toEqual(['MSG:news.sport:1']);
  });

  test('are answered without a seq, cannot be resumed, and are no place to publish to or to look back at', async () => {
    const { join } = setUp();
    const alice = await join('alice');
    alice.say(
      '@label=1 SUBSCRIBE:news.*',
      '@label=2;since=0 SUBSCRIBE:news.*',
      '@label=3 UNSUBSCRIBE:news.*',
      '@label=4 SUBSCRIBE:news.*:x',
    );
    alice.say(
      '@label=5 PUBLISH:news.*:x',
      '@label=6 HISTORY:news.#',
      '@label=7 USER_TYPING:#',
      '@label=8 SUBSCRIBE:news*',
      '@label=9 SUBSCRIBE:@*',
    );
    expect((await alice.settle()).map((text) => text.split(':').slice(0, 2).join(':'))).toEqual([
      '@label=1 OK:SUBSCRIBE',
      '@label=2 ERROR:BAD_CHANNEL',
      '@label=3 OK:UNSUBSCRIBE',
      '@label=4 ERROR:BAD_FRAME',
      ...[5, 6, 7, 8, 9].map((label) => `@label=${label} ERROR:BAD_CHANNEL`),
    ]);
  });

  test('leave a channel to its replay: what is published meanwhile comes once, and in order', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('PUBLISH:news.sport:1');
    await alice.settle();
    bob.read(false);
    bob.say('SUBSCRIBE:news.*', '@since=0 SUBSCRIBE:news.sport');
    await alice.settle();
    alice.say('PUBLISH:news.sport:2', 'PUBLISH:news.weather:3');
    await alice.settle();
    bob.read(true);
    const replayed = await bob.settle();
    alice.say('PUBLISH:news.sport:4');
    await alice.settle();
    const texts = [...replayed, ...bob.take()].map((text) => text.replace(/^@\S+ /, ''));
    expect(texts.filter((text) => text.startsWith('MSG:news.sport'))).toEqual([1, 2, 4].map((n) => `MSG:news.sport:${n}`));
    expect(texts.filter((text) => text.startsWith('MSG:news.weather'))).toEqual(['MSG:news.weather:3']);
  });

  test('match no inbox', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('SUBSCRIBE:#', 'SUBSCRIBE:*', 'PUBLISH:@carol:psst', 'USER_TYPING:@carol');
    bob.say('SUBSCRIBE:#', 'PUBLISH:@carol:psst', 'USER_TYPING:@carol');
    expect([await alice.settle(), await bob.settle()]).toEqual([[], []]);
  });

  test('need one pattern of the token that covers them, and go with new rights that do not', async () => {
    const { join, logIn } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob', { subscribe: ['news.*', 'sport.#'] })];
    bob.say('SUBSCRIBE:news.*', 'SUBSCRIBE:news.#', 'SUBSCRIBE:*.final', 'SUBSCRIBE:sport.*.final');
    expect((await bob.settle()).map((text) => text.slice(0, 15))).toEqual(['ERROR:FORBIDDEN', 'ERROR:FORBIDDEN']);
    await logIn(bob, 'bob', { subscribe: ['sport.#'] });
    alice.say('PUBLISH:news.x:1', 'PUBLISH:sport.x.final:2');
    await alice.settle();
    expect(bob.take()).toEqual(['MSG:sport.x.final:2']);
  });
});

describe('typing', () => {
  test('a matching pattern counts as being subscribed', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('SUBSCRIBE:news.#', 'USER_TYPING:news.sport', 'USER_TYPING:sport');
    bob.say('SUBSCRIBE:news.*');
    expect([(await alice.settle()).map((text) => text.slice(0, 15)), await bob.settle()]).toEqual([
      ['ERROR:FORBIDDEN'],
      ['USER_TYPING:news.sport:alice'],
    ]);
    bob.say('SUBSCRIBE:news.sport', 'SUBSCRIBE:#'); // who knows is not told again
    expect(await bob.settle()).toEqual([]);
    alice.say('UNSUBSCRIBE:news.#');
    expect(await bob.settle()).toEqual(['USER_STOPPED:news.sport:alice']);
  });

  test('goes on where another subscription matches, for who types and for who is told', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('SUBSCRIBE:news.#', 'SUBSCRIBE:news.*', 'UNSUBSCRIBE:news.sport', 'USER_TYPING:news.sport');
    bob.say('SUBSCRIBE:news.sport', 'SUBSCRIBE:news.*');
    expect(await bob.settle()).toEqual(['USER_TYPING:news.sport:alice']);
    alice.say('UNSUBSCRIBE:news.#', 'UNSUBSCRIBE:news.sport');
    bob.say('UNSUBSCRIBE:news.sport');
    expect(await bob.settle()).toEqual([]);
    alice.say('USER_STOPPED:news.sport');
    expect(await bob.settle()).toEqual(['USER_STOPPED:news.sport:alice']);
  });
});
