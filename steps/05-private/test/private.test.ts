// Private messages: who gets them, on which device, and what nobody else can find out.

import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import type { UserSession } from '03-auth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A broker whose tokens are names. @param rights of the users, by name; without, a user may do anything */
function setUp(rights: Record<string, UserSession['rights']> = {}, retain = 100) {
  const store = new MemoryStore();
  const verify = async (user: string) => ({ user, expires: Date.now() + 1e9, ...rights[user] });
  const { broker, dialogue } = createBroker({ store, retain, verify, authTimeout: 10_000, typingExpiry: 6000 });
  const join = async (user: string, ...more: string[]) => {
    const client = new FakeClient(broker, dialogue);
    client.say(`AUTH:${user}`, ...more);
    await client.settle();
    return client;
  };
  return { store, join };
}

const untagged = (frames: string[]) => frames.map((frame) => frame.replace(/^@\S+ /, ''));
const tag = (frame: string | undefined, key: string) => new RegExp(`[@;]${key}=([^; ]*)`).exec(frame ?? '')?.[1];

describe('a private message', () => {
  test('goes to every device of the other, and to the other devices of its publisher', async () => {
    const { join } = setUp();
    const [alice, phone] = [await join('alice'), await join('alice')];
    const [bob, tablet, carol] = [await join('bob'), await join('bob', '@x UNSUBSCRIBE:x'), await join('carol', 'SUBSCRIBE:bob')];
    alice.say('PUBLISH:@bob:Hi there!', '@label=1 PUBLISH:@bob:again');
    expect(untagged(await alice.settle())).toEqual(['OK:PUBLISH:@bob']);
    expect(phone.take()).toEqual(['MSG:@bob:Hi there!', 'MSG:@bob:again']);
    expect(bob.take()).toEqual(['MSG:@alice:Hi there!', 'MSG:@alice:again']);
    expect(tablet.take()).toEqual([
      expect.stringMatching(/^@seq=1;.*;from=alice MSG:@alice:Hi there!$/),
      expect.stringMatching(/^@seq=2;.*;from=alice MSG:@alice:again$/),
    ]);
    expect(carol.take()).toEqual([]);
  });

  test('has a seq of its own in each inbox, and the publisher is told that of theirs', async () => {
    const { join } = setUp();
    const [alice, bob] = [await join('alice', 'PUBLISH:@carol:1', 'PUBLISH:@carol:2'), await join('bob', '@x UNSUBSCRIBE:x')];
    alice.say('@id=a PUBLISH:@bob:x');
    const [ok] = await alice.settle();
    const [message] = bob.take();
    expect([tag(ok, 'seq'), tag(message, 'seq'), tag(ok, 'id'), tag(message, 'id')]).toEqual(['3', '1', 'a', 'a']);
  });

  test('to oneself is kept once, and goes to the other devices', async () => {
    const { store, join } = setUp();
    const [alice, phone] = [await join('alice'), await join('alice')];
    alice.say('PUBLISH:@alice:note');
    expect([await alice.settle(), phone.take()]).toEqual([[], ['MSG:@alice:note']]);
    expect(store.bounds('@alice').newest).toBe(1);
  });

  test('that is repeated is delivered once; the same id to somebody else is another message', async () => {
    const { join } = setUp({}, 2);
    const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
    alice.say('@id=a PUBLISH:@bob:x', '@id=a PUBLISH:@bob:y', '@id=a PUBLISH:@carol:z');
    expect(await alice.settle()).toEqual([
      '@seq=1;id=a OK:PUBLISH:@bob',
      '@seq=1;id=a;dup=1 OK:PUBLISH:@bob',
      '@seq=2;id=a OK:PUBLISH:@carol',
    ]);
    expect([bob.take(), carol.take()]).toEqual([['MSG:@alice:x'], ['MSG:@alice:z']]);
    vi.advanceTimersByTime(600_000);
    for (const n of [1, 2, 3]) alice.say(`PUBLISH:@carol:${n}`);
    alice.say('@id=a PUBLISH:@bob:x');
    expect((await alice.settle()).map((frame) => tag(frame, 'dup'))).toEqual(['1']); // bob's inbox still has it
    expect(bob.take()).toEqual([]);
  });

  test('needs a user to go to, and the right to write to them', async () => {
    const { store, join } = setUp({ alice: { publish: ['#', '@bob'] }, carol: { publish: ['@*'] }, dave: { publish: ['#', 'bob', '*'] } });
    const codes = async (user: string, frame: string) => {
      const client = await join(user);
      client.say(frame);
      return untagged(await client.settle()).map((text) => text.split(':')[1]);
    };
    expect(await codes('alice', 'PUBLISH:@bob:x')).toEqual([]);
    expect(await codes('alice', 'PUBLISH:@carol:x')).toEqual(['FORBIDDEN']);
    expect(await codes('carol', 'PUBLISH:@bob:x')).toEqual([]);
    expect(await codes('dave', 'PUBLISH:@bob:x')).toEqual(['FORBIDDEN']);
    expect(await codes('dave', 'USER_TYPING:@bob')).toEqual(['FORBIDDEN']);
    for (const target of ['@', '@a b', '@a.b', '@@bob', '@#', '@*', '@bob@broker2', `@${'x'.repeat(65)}`])
      for (const frame of [
        `PUBLISH:${target}:x`,
        `SUBSCRIBE:${target}`,
        `UNSUBSCRIBE:${target}`,
        `HISTORY:${target}`,
        `USER_TYPING:${target}`,
      ])
        expect([frame, await codes('erin', frame)]).toEqual([frame, ['BAD_CHANNEL']]);
    expect(await codes('erin', 'PUBLISH:@bob')).toEqual(['BAD_FRAME']);
    expect(store.bounds('@bob').newest).toBe(2);
  });
});

describe('an inbox', () => {
  test('brings what came while its user was away, to each device by its own cursor, and what came live once', async () => {
    const { store, join } = setUp();
    const alice = await join('alice');
    for (const n of [1, 2, 3]) alice.say(`PUBLISH:@bob:${n}`);
    await alice.settle();
    const [phone, tablet] = [await join('bob'), await join('bob')];
    alice.say('PUBLISH:@bob:live');
    await alice.settle();
    expect([phone.take(), tablet.take()]).toEqual([['MSG:@alice:live'], ['MSG:@alice:live']]);
    phone.say(`@since=0;epoch=${store.epoch} SUBSCRIBE:@bob`);
    tablet.say(
      '@since=2 SUBSCRIBE:@bob',
      '@since=2;epoch=other SUBSCRIBE:@bob',
      '@since=9 SUBSCRIBE:@bob',
      '@x SUBSCRIBE:@bob',
      'SUBSCRIBE:@bob',
    );
    expect(untagged(await phone.settle())).toEqual(['OK:SUBSCRIBE:@bob', 'MSG:@alice:1', 'MSG:@alice:2', 'MSG:@alice:3']);
    const frames = await tablet.settle();
    expect(untagged(frames)).toEqual(['OK:SUBSCRIBE:@bob', 'MSG:@alice:3', ...Array<string>(3).fill('OK:SUBSCRIBE:@bob')]);
    expect(frames.map((frame) => tag(frame, 'recovered'))).toEqual(['1', undefined, '0', '0', undefined]);
  });

  test('is nobody else’s, by any command or pattern', async () => {
    const { join } = setUp();
    const [alice, mallory] = [await join('alice'), await join('mallory')];
    const [bob] = [await join('bob')];
    alice.say('PUBLISH:@bob:secret', 'USER_TYPING:@bob');
    const tries = ['SUBSCRIBE', 'UNSUBSCRIBE', 'HISTORY', 'USER_TYPING', 'USER_STOPPED'].flatMap((verb) =>
      ['@bob', '@alice', '@*', '@#', 'bob', '*', '#', '@bob@x', '@'].flatMap((target) => [
        `${verb}:${target}`,
        `@since=0 ${verb}:${target}`,
      ]),
    );
    mallory.say(...tries);
    alice.say('PUBLISH:@bob:secret', 'PUBLISH:bob:public');
    const frames = untagged(await mallory.settle());
    expect(frames.filter((frame) => /secret|alice:|^MSG:@/.test(frame.replace(/^(ERROR|OK).*/, '')))).toEqual([]);
    expect(new Set(frames.filter((frame) => frame.startsWith('MSG')))).toEqual(new Set(['MSG:bob:public']));
    await bob.settle();
  });

  test('cannot be left, nor taken in another’s name', async () => {
    const { join } = setUp();
    const bob = await join('bob', '@x UNSUBSCRIBE:x');
    bob.say('UNSUBSCRIBE:@bob', 'UNSUBSCRIBE:@alice', 'SUBSCRIBE:@alice', '@since=0 SUBSCRIBE:@alice');
    expect(untagged(await bob.settle()).map((frame) => frame.split(':')[1])).toEqual(Array<string>(4).fill('FORBIDDEN'));
  });

  test('needs no right, and is kept as long as a channel is', async () => {
    const { join } = setUp({ bob: { subscribe: [], publish: [] } }, 2);
    const [alice, bob] = [await join('alice'), await join('bob', '@x UNSUBSCRIBE:x')];
    for (const n of [1, 2, 3]) alice.say(`PUBLISH:@bob:${n}`);
    await alice.settle();
    expect(untagged(bob.take())).toEqual(['MSG:@alice:1', 'MSG:@alice:2', 'MSG:@alice:3']);
    bob.say('HISTORY:@alice', '@since=0 SUBSCRIBE:@bob');
    expect(untagged(await bob.settle())).toEqual(['MSG:@alice:2', 'MSG:@alice:3', 'OK:HISTORY:@alice', 'OK:SUBSCRIBE:@bob']);
  });
});

test('history with a user is what both said, to each under the name of the other, and nothing else', async () => {
  const { join } = setUp();
  const [alice, bob] = [await join('alice', '@x UNSUBSCRIBE:x'), await join('bob', 'HISTORY:@nobody')];
  alice.say('PUBLISH:@bob:1', 'PUBLISH:@carol:2', 'PUBLISH:@alice:3');
  bob.say('PUBLISH:@alice:4', 'PUBLISH:@carol:5');
  await alice.settle();
  bob.take();
  alice.say('HISTORY:@bob', 'HISTORY:@bob:1', 'HISTORY:@alice', '@since=1 HISTORY:@bob:1', '@since=0 HISTORY:@bob:1');
  bob.say('HISTORY:@alice');
  expect(untagged(await bob.settle())).toEqual(['MSG:@alice:1', 'MSG:@alice:4', 'OK:HISTORY:@alice']);
  const frames = await alice.settle();
  expect(untagged(frames).join(' ')).toBe(
    [
      'MSG:@bob:1 MSG:@bob:4 OK:HISTORY:@bob',
      'MSG:@bob:4 OK:HISTORY:@bob',
      'MSG:@alice:3 OK:HISTORY:@alice',
      'MSG:@bob:4 OK:HISTORY:@bob',
      'MSG:@bob:1 OK:HISTORY:@bob',
    ].join(' '),
  );
  expect([tag(frames.at(-1), 'last'), tag(frames.at(-1), 'more'), tag(frames.at(-3), 'more')]).toEqual(['1', '1', undefined]);
});

test('whether a user is there, away, or does not exist makes no answer differ', async () => {
  const { join } = setUp();
  await join('online');
  (await join('offline', 'PUBLISH:@online:x')).leave();
  const answers = await Promise.all(
    ['online', 'offline', 'unknown'].map(async (name) => {
      const mallory = await join(`mallory-${name}`);
      const frames = ['PUBLISH:@N:x', 'USER_TYPING:@N', 'USER_STOPPED:@N', 'HISTORY:@N', 'SUBSCRIBE:@N', 'UNSUBSCRIBE:@N'];
      mallory.say(...frames.map((frame) => `@id=a ${frame.replace('@N', `@${name}`)}`));
      return (await mallory.settle()).map((frame) => frame.replaceAll(name, 'N').replace(/time=\d+/, 'time=T'));
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('typing to a user is told to their devices that are there, and to nobody else, until the message comes', async () => {
  const { join } = setUp();
  const [alice, phone] = [await join('alice'), await join('alice')];
  const [bob, carol] = [await join('bob'), await join('carol')];
  alice.say('USER_TYPING:@bob', 'USER_TYPING:@bob');
  const late = await join('bob');
  alice.say('PUBLISH:@bob:Hi');
  await alice.settle();
  expect(bob.take()).toEqual(['USER_TYPING:@alice:alice', 'USER_STOPPED:@alice:alice', 'MSG:@alice:Hi']);
  expect([late, carol, phone].map((client) => client.take())).toEqual([['MSG:@alice:Hi'], [], ['MSG:@bob:Hi']]);
  alice.say('USER_TYPING:@bob', 'USER_TYPING:@alice');
  vi.advanceTimersByTime(6000);
  expect(bob.take()).toEqual(['USER_TYPING:@alice:alice', 'USER_STOPPED:@alice:alice']);
  alice.say('USER_TYPING:@bob');
  alice.leave();
  expect(bob.take()).toEqual(['USER_TYPING:@alice:alice', 'USER_STOPPED:@alice:alice']);
  expect(phone.take()).toEqual([]);
});
