// The feature over the store in memory, with tokens that are plain words: who gets in, what they may do, and when it ends.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import { Refusal } from '@workshop/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';
import type { Claims, Rights } from '../src/token.ts';

const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now: 0, toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A broker that takes some words for tokens: `alice` is good for an hour. What a test adds is good as it says. */
function setUp(tokens: Record<string, Partial<Claims>> = {}) {
  const store = new MemoryStore();
  const known: Record<string, Partial<Claims>> = { alice: {}, bob: { user: 'bob' }, ...tokens };
  const verify = async (token: string) => {
    const claims = known[token];
    if (!claims) throw new Refusal('UNAUTHORIZED', 'no');
    return { user: 'alice', expires: HOUR, ...claims };
  };
  const { broker, dialogue, channels } = createBroker({ store, retain: 100, verify, authTimeout: 10_000 });
  const join = async (token?: string) => {
    const client = new FakeClient(broker, dialogue);
    if (token) client.say(`AUTH:${token}`);
    if (token) await client.settle();
    return client;
  };
  return { broker, channels, store, join, end: () => broker.close() };
}

const codes = (frames: string[]) => frames.map((frame) => /(?:ERROR|OK):(\w+)/.exec(frame)?.[1]);

describe('until a session has said who it is', () => {
  test('every other verb is refused and has no effect, before anything else is wrong with it', async () => {
    const { store, channels, join, end } = setUp();
    const client = await join();
    client.say('SUBSCRIBE:news', '@label=1 PUBLISH:news:x', 'HISTORY', 'DANCE', 'UNSUBSCRIBE:ne ws', 'hello', 'AUTH', 'AUTH:');
    expect(codes(await client.settle())).toEqual([...Array<string>(5).fill('UNAUTHORIZED'), 'BAD_FRAME', 'BAD_FRAME', 'BAD_FRAME']);
    expect([store.bounds('news').newest, channels.readers('news').size]).toEqual([0, 0]);
    end();
  });

  test('it is closed when its time is over, and not when it was in time', async () => {
    const { join, end } = setUp();
    const [silent, talker] = [await join(), await join('alice')];
    await vi.advanceTimersByTimeAsync(9999);
    expect(silent.take()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(silent.take()).toEqual(['(closed 4401)']);
    expect(talker.take()).toEqual([]);
    end();
  });

  test('the fifth failure is answered, and closes it', async () => {
    const { join, end } = setUp();
    const client = await join();
    client.say('AUTH', ...Array<string>(6).fill('@label=1 AUTH:bad'), 'AUTH:alice');
    expect(codes(await client.settle())).toEqual(['BAD_FRAME', ...Array<string>(5).fill('UNAUTHORIZED'), undefined]);
    end();
  });
});

describe('AUTH', () => {
  test('is answered, tagged or not, with the name and not the token', async () => {
    const { join, end } = setUp({ 'x:y:z': { user: 'zoe' } });
    const [alice, zoe] = [await join(), await join()];
    alice.say('@label=1 AUTH:alice');
    zoe.say('AUTH:x:y:z');
    expect([await alice.settle(), await zoe.settle()]).toEqual([['@label=1 OK:AUTH:alice'], ['OK:AUTH:zoe']]);
    end();
  });

  test('and what follows in the same burst take effect in order, for each session its own', async () => {
    const { join, end } = setUp();
    const [alice, bob] = [await join(), await join()];
    const burst = (name: string) => [
      'PUBLISH:news:early',
      `AUTH:${name}`,
      'SUBSCRIBE:news',
      `PUBLISH:news:by ${name}`,
      '@x=1 UNSUBSCRIBE:news',
    ];
    alice.say(...burst('alice'));
    bob.say(...burst('bob'));
    for (const [client, name] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      const frames = await client.settle();
      expect(frames[0]).toMatch(/^ERROR:UNAUTHORIZED/);
      expect(frames).toContain(`OK:AUTH:${name}`);
      expect(frames.filter((frame) => frame.endsWith(`from=${name} MSG:news:by ${name}`))).toHaveLength(1);
    }
    end();
  });

  test('makes the name part of what is published, live and stored', async () => {
    const { join, end } = setUp();
    const alice = await join('alice');
    alice.say('@x=1 SUBSCRIBE:news', '@id=a PUBLISH:news:x', 'HISTORY:news');
    const messages = (await alice.settle()).filter((frame) => frame.includes('MSG'));
    expect(messages).toEqual([expect.stringMatching(/;from=alice MSG:news:x$/), expect.stringMatching(/;from=alice MSG:news:x$/)]);
    end();
  });

  test('keeps the ids of one user apart from those of another', async () => {
    const { join, end } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    for (const client of [alice, bob, alice]) client.say('@id=a PUBLISH:news:x');
    expect([await alice.settle(), await bob.settle()]).toEqual([
      ['@seq=1;id=a OK:PUBLISH:news', '@seq=1;id=a;dup=1 OK:PUBLISH:news'],
      ['@seq=2;id=a OK:PUBLISH:news'],
    ]);
    end();
  });

  test('that ends after its session has gone changes nothing', async () => {
    const { channels, join, end } = setUp();
    const client = await join();
    client.say('AUTH:alice', 'SUBSCRIBE:news');
    client.leave();
    await client.settle();
    expect([client.take(), channels.readers('news').size]).toEqual([[], 0]);
    end();
  });
});

describe('the end of a token', () => {
  test('is the end of its session, to the moment', async () => {
    const { broker, join, end } = setUp();
    const [alice, bob] = [await join('alice'), await join('bob')];
    alice.say('SUBSCRIBE:news');
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    expect(broker.sessions.has(alice)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    bob.say('PUBLISH:news:late');
    expect(await alice.settle()).toEqual(['(closed 4401)']);
    end();
  });

  test('is moved by AUTH again, and not by a bad token', async () => {
    const { broker, join, end } = setUp({ longer: { expires: 2 * HOUR } });
    const client = await join('alice');
    client.say('AUTH:longer', 'AUTH:bad');
    expect(codes(await client.settle())).toEqual(['AUTH', 'UNAUTHORIZED']);
    await vi.advanceTimersByTimeAsync(2 * HOUR - 1);
    expect(broker.sessions.has(client)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(client.take()).toEqual(['(closed 4401)']);
    end();
  });

  test('may be farther away than a timer reaches', async () => {
    const { broker, join, end } = setUp({ long: { expires: 1000 * HOUR } });
    const client = await join('long');
    await vi.advanceTimersByTimeAsync(1000 * HOUR - 1);
    expect(broker.sessions.has(client)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(client.take()).toEqual(['(closed 4401)']);
    end();
  });

  test('is noticed when the clock jumps, as it does for a machine that has slept', async () => {
    const { join, end } = setUp();
    const client = await join('alice');
    vi.setSystemTime(2 * HOUR);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.take()).toEqual(['(closed 4401)']);
    end();
  });
});

describe('AUTH again', () => {
  test('for another user is forbidden, is no failure, and changes nothing', async () => {
    const { join, end } = setUp();
    const client = await join('alice');
    client.say(...Array<string>(6).fill('AUTH:bob'), '@id=a PUBLISH:news:x', '@x=1 SUBSCRIBE:news', 'HISTORY:news');
    const frames = await client.settle();
    expect(codes(frames.slice(0, 6))).toEqual(Array<string>(6).fill('FORBIDDEN'));
    expect(frames).toContainEqual(expect.stringMatching(/from=alice MSG:news:x/));
    end();
  });

  test('takes the new rights, and drops the subscriptions that they do not cover', async () => {
    const { channels, join, end } = setUp({ less: { subscribe: ['news.#'] } });
    const client = await join('alice');
    client.say('SUBSCRIBE:news.sport', 'SUBSCRIBE:secret', 'AUTH:less', 'SUBSCRIBE:secret');
    expect(codes(await client.settle())).toEqual(['AUTH', 'FORBIDDEN']);
    expect(['news.sport', 'secret'].map((channel) => channels.readers(channel).size)).toEqual([1, 0]);
    client.say('AUTH:alice', 'SUBSCRIBE:secret');
    await client.settle();
    expect(channels.readers('secret').size).toBe(1);
    end();
  });
});

describe('rights', () => {
  test('what a token was found to allow ends with it, and is right for any number of channels', async () => {
    const { join, end } = setUp({ less: { publish: ['news.#'] }, more: { publish: ['#'] } });
    const client = await join('more');
    const channels = Array.from({ length: 250 }, (_, n) => `PUBLISH:channel.${n % 125}:x`);
    client.say(...channels, 'PUBLISH:secret:x', 'AUTH:less', 'PUBLISH:news.sport:x');
    expect(codes(await client.settle())).toEqual(['AUTH']);
    client.say('PUBLISH:secret:x', 'PUBLISH:secret:x', 'PUBLISH:channel.1:x');
    expect(codes(await client.settle())).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    end();
  });

  test.each<[Rights, string[]]>([
    [{}, []],
    [{ publish: [], subscribe: [] }, ['PUBLISH', 'SUBSCRIBE', 'HISTORY']],
    [{ publish: ['news.#'], subscribe: ['*'] }, ['SUBSCRIBE', 'HISTORY']],
    [{ publish: ['news'], subscribe: ['news.*'] }, ['PUBLISH']],
    [{ publish: ['#'], subscribe: ['news.sport'] }, []],
  ])('%j forbids of news.sport: %j', async (rights, forbidden) => {
    const { store, join, end } = setUp({ token: rights });
    const client = await join('token');
    const commands = { PUBLISH: 'PUBLISH:news.sport:x', SUBSCRIBE: 'SUBSCRIBE:news.sport', HISTORY: 'HISTORY:news.sport' };
    for (const [verb, command] of Object.entries(commands)) {
      client.say(command);
      expect([verb, codes(await client.settle()).includes('FORBIDDEN')]).toEqual([verb, forbidden.includes(verb)]);
    }
    expect(store.bounds('news.sport').newest).toBe(forbidden.includes('PUBLISH') ? 0 : 1);
    client.say('UNSUBSCRIBE:news.sport', 'SUBSCRIBE:ne ws');
    expect(codes(await client.settle())).toEqual(['BAD_CHANNEL']);
    end();
  });
});
