// One broker, and a peer of which the test says every word.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TypingSession } from '04-typing';
import { todo } from '@workshop/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TestNetwork } from './network.ts';

let network: TestNetwork;
beforeEach(() => void (network = new TestNetwork()));
afterEach(() => void vi.useRealTimers());

describe('what a peer brings', () => {
  test('is delivered as from a user of that peer, and acknowledged once it is stored, not before', async () => {
    const here = network.start('here');
    const bob = await network.join(here, 'bob');
    bob.say('@label=1 SUBSCRIBE:news');
    const peer = await network.pose('there', 'here');
    await network.run(200);
    expect([bob.take().length, peer.take()]).toEqual([1, ['READY:0', 'INTEREST:all:news', 'INTEREST:more:news']]);
    const transaction = vi.spyOn(here.store, 'transaction');
    peer.bring(1, 'news', 'one');
    peer.bring(2, '@bob', 'two');
    await network.step();
    await network.step();
    expect([transaction.mock.calls.length, peer.take(), bob.take()]).toEqual([0, [], []]);
    await network.run(0);
    expect([transaction.mock.calls.length, peer.take()]).toEqual([1, ['ACK:2']]);
    expect(bob.take()).toEqual([
      expect.stringMatching(/^@seq=1;id=i1;time=\d+;from=zoe@there;origin=there MSG:news:one$/),
      expect.stringMatching(/^@seq=1;id=i2;time=\d+;from=zoe@there;origin=there MSG:@zoe@there:two$/),
    ]);
  });

  test('again, because its acknowledgement was lost, is acknowledged and not delivered, though its id is long forgotten', async () => {
    const here = network.start('here', { retain: 1 });
    const bob = await network.join(here, 'bob');
    bob.say('SUBSCRIBE:news');
    const peer = await network.pose('there', 'here');
    for (const [number, minutes] of [1, 4, 4, 4].entries()) {
      peer.bring(number + 1, 'news', String(number));
      await network.run(0);
      vi.setSystemTime(Date.now() + minutes * 60_000);
    }
    expect(here.store.find('news', { id: 'i1', from: 'zoe@there' })).toBeUndefined();
    network.ways.cut('there', 'here', ['here']);
    const again = await network.pose('there', 'here');
    expect(again.take()).toContainEqual(expect.stringMatching(/READY:4$/));
    bob.take();
    for (const number of [1, 2, 3, 4, 5]) again.bring(number, 'news', String(number));
    await network.run(0);
    expect([bob.take(), again.take().at(-1)]).toEqual([[expect.stringMatching(/:5$/)], 'ACK:5']);
  });

  test('twice in one turn is acknowledged no sooner', async () => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    await network.run(0);
    peer.take();
    const failing = vi.spyOn(here.store, 'transaction').mockImplementation(() => {
      throw new Error('the disk is full');
    });
    peer.bring(1, 'news', 'one');
    peer.bring(1, 'news', 'one');
    await network.run(0);
    expect([peer.take(), peer.isLinked]).toEqual([[], false]);
    failing.mockRestore();
    expect((await network.pose('there', 'here')).take()).toContainEqual(expect.stringMatching(/READY:0$/));
  });

  test('from a new store under the same name counts from the start', async () => {
    network.start('here');
    const peer = await network.pose('there', 'here');
    peer.say('SKIP:6');
    peer.bring(7, 'news', 'x');
    await network.run(0);
    network.ways.cut('here', 'there');
    await network.run(0);
    expect((await network.pose('there', 'here')).take()).toContainEqual(expect.stringMatching(/READY:7$/));
    network.ways.cut('here', 'there');
    await network.run(0);
    expect((await network.pose('there', 'here', { store: 'bbbbbbbbbbbbbbbb' })).take()).toContainEqual(expect.stringMatching(/READY:0$/));
  });

  test.each(['mallory@other', '', 'no name'])(
    'in the name of %j, which is no user of its own, is dropped with a log line',
    async (from) => {
      const here = network.start('here');
      const bob = await network.join(here, 'bob');
      bob.say('SUBSCRIBE:news', 'SUBSCRIBE:#');
      const peer = await network.pose('there', 'here');
      peer.bring(1, 'news', 'forged', from.replace(' ', '.'));
      peer.bring(2, 'news', 'good');
      await network.run(0);
      expect(bob.take().map((text) => text.slice(-4))).toEqual(['good']);
      expect(peer.take().at(-1)).toBe('ACK:2');
      expect(network.log.filter((line) => /no message of a user of its own/.test(line))).toHaveLength(1);
    },
  );

  test('in the name of nobody, again and again, fills neither the log nor the disk', async () => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    for (let number = 1; number <= 500; number += 1)
      peer.bring(number, 'news', 'forged', number % 2 ? 'mallory@other' : `mallory${number}@other`);
    await network.run(0);
    expect(peer.take().at(-1)).toBe('ACK:500');
    expect(here.store.bounds('news').newest).toBe(0);
    expect(network.log.filter((line) => line.includes('"mallory@other"'))).toHaveLength(1);
    expect(network.log.length).toBeLessThanOrEqual(101);
  });

  test.each(['MSG:news:x', '@number=x MSG:news:x', 'INTEREST:all:ne ws', 'INTEREST:some:news', 'ACK:x'])(
    'as %j ends the link',
    async (text) => {
      network.start('here');
      const peer = await network.pose('there', 'here');
      peer.say(text);
      await network.run(0);
      expect(peer.isLinked).toBe(false);
    },
  );

  test.each([
    ['a moment ahead', 50_000, 50_000],
    ['far ahead', 61_000, 0],
    ['far back', -1e9, -1e9],
  ])('has the time at which it was published, unless that lies %s of the clock here', async (_where, sent, stored) => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    peer.bring(1, 'news', 'x', 'zoe', Date.now() + sent);
    await network.run(0);
    expect(Date.now() - Number(here.store.read('news', 0, 1)[0]?.time)).toBeCloseTo(-stored, -3);
  });

  test('is no USER_TYPING for ever: a typist ends with the link, or with the word of its broker, and is forgotten then', async () => {
    const here = network.start('here');
    const bob = await network.join(here, 'bob');
    bob.say('SUBSCRIBE:news');
    const peer = await network.pose('there', 'here');
    bob.take();
    peer.say('USER_TYPING:news:zoe', 'USER_TYPING:news:zoe', 'USER_TYPING:@bob:zoe');
    await network.run(60_000); // here is no clock that would end it
    expect(bob.take()).toEqual(['USER_TYPING:news:zoe@there', 'USER_TYPING:@zoe@there:zoe@there']);
    peer.say('USER_STOPPED:news:zoe');
    await network.run(0);
    expect(bob.take()).toEqual(['USER_STOPPED:news:zoe@there']);
    network.ways.cut('here', 'there');
    await network.run(0);
    expect(bob.take()).toEqual(['USER_STOPPED:@zoe@there:zoe@there']);
    expect(here.parts.typists.channels).toEqual([]);
  });

  test('leaves nothing behind of those who have stopped typing, while the link lasts', async () => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    const { typists } = here.parts;
    const begin = typists.begin.bind(typists);
    const sessions: WeakRef<TypingSession>[] = [];
    typists.begin = (session, ...rest) => {
      sessions.push(new WeakRef(session));
      return begin(session, ...rest);
    };
    for (const user of ['alice', 'bob', 'carol']) peer.say(`USER_TYPING:news:${user}`, `USER_STOPPED:news:${user}`);
    peer.say('USER_TYPING:news:zoe');
    await network.run(0);
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    expect(sessions.map((session) => session.deref()?.user)).toEqual([undefined, undefined, undefined, 'zoe@there']);
  });

  test('and an exercise does not store yet ends the link, and everybody is told', async () => {
    const here = network.start('here');
    here.parts.turn.steps.store.push(() => todo('6.5', 'queue a message'));
    const bob = await network.join(here, 'bob');
    const peer = await network.pose('there', 'here');
    peer.bring(1, 'news', 'x');
    await network.run(0);
    expect([peer.isLinked, bob.take()]).toEqual([false, ['ERROR:TODO:6.5 queue a message']]);
  });

  test('and an exercise does not acknowledge yet ends the link, and everybody is told; the rest of the turn goes on', async () => {
    const here = network.start('here');
    const bob = await network.join(here, 'bob');
    const peer = await network.pose('there', 'here');
    peer.bring(1, 'news', 'x');
    await network.step(); // it is in this turn, and Bob's message will be too
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementationOnce(() => todo('6.12', 'acknowledge'));
    bob.say('@label=1 PUBLISH:news:y');
    await network.run(0);
    expect([peer.isLinked, bob.take()]).toEqual([
      false,
      ['ERROR:TODO:6.12 acknowledge', expect.stringMatching(/^@label=1;.* OK:PUBLISH:news$/)],
    ]);
    expect(here.store.read('news', 0, 10).map(({ body }) => body)).toEqual(['x', 'y']);
  });

  test('behind a gap is not taken', async () => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    peer.bring(1, 'news', 'one');
    peer.bring(3, 'news', 'three');
    peer.bring(2, 'news', 'two');
    await network.run(0);
    expect([peer.isLinked, here.store.bounds('news').newest]).toEqual([false, 1]);
  });

  test('goes to no other peer', async () => {
    network.start('here');
    const [one, two] = [await network.pose('one', 'here'), await network.pose('two', 'here')];
    two.say('INTEREST:all:#');
    await network.run(0);
    two.take();
    one.bring(1, 'news', 'x');
    one.say('USER_TYPING:news:zoe');
    await network.run(0);
    expect(two.take()).toEqual([]);
  });
});

describe('what a peer is brought', () => {
  test('is what it is interested in, as it last said: also while it is away, and after a restart', async () => {
    const here = network.start('here');
    const peer = await network.pose('there', 'here');
    peer.say('INTEREST:all:news,sport.#,old', 'INTEREST:less:old,never', 'INTEREST:more:late');
    await network.run(0);
    network.ways.cut('here', 'there');
    await network.run(0);
    network.restart('here');
    const alice = await network.join(here, 'alice');
    for (const channel of ['news', 'old', 'sport.golf', 'other', 'late']) alice.say(`PUBLISH:${channel}:x`);
    await network.run(0);
    const later = await network.pose('there', 'here');
    await network.run(0);
    const brought = later.take().filter((text) => text.includes(' MSG:'));
    expect(brought.map((text) => text.replace(/id=[^;]+;|time=\d+/g, ''))).toEqual([
      '@number=1;from=alice; MSG:news:x',
      '@number=2;from=alice; MSG:sport.golf:x',
      '@number=3;from=alice; MSG:late:x',
    ]);
    later.say('INTEREST:all:');
    await network.run(0);
    alice.say('PUBLISH:news:y');
    await network.run(0);
    expect(later.take()).toEqual([]);
  });

  test('comes again until it is acknowledged', async () => {
    const here = network.start('here');
    const alice = await network.join(here, 'alice');
    const peer = await network.pose('there', 'here');
    peer.say('INTEREST:all:#');
    await network.run(0);
    for (const body of ['1', '2', '3']) alice.say(`PUBLISH:news:${body}`);
    await network.run(0);
    const brought = (texts: string[]) => texts.filter((text) => text.includes(' MSG:')).map((text) => text.at(-1));
    expect(brought(peer.take())).toEqual(['1', '2', '3']);
    peer.say('ACK:1');
    await network.run(0);
    network.ways.cut('here', 'there');
    await network.run(0);
    network.restart('here');
    await network.run(0);
    expect(network.log).toContain('here: 2 messages wait for there');
    expect(brought((await network.pose('there', 'here', { received: 1 })).take())).toEqual(['2', '3']);
    expect(brought((await network.pose('there', 'here', { received: 2 })).take())).toEqual(['3']);
  });

  test('is dropped, the oldest first, where too much waits; what is addressed is refused then, and one line says so', async () => {
    const here = network.start('here', { maxWaiting: 3 });
    const alice = await network.join(here, 'alice');
    const peer = await network.pose('there', 'here');
    peer.say('INTEREST:all:news');
    await network.run(0);
    network.ways.cut('here', 'there');
    await network.run(0);
    for (const body of ['1', '2']) alice.say(`PUBLISH:news:${body}`);
    await network.run(0);
    alice.say('@label=a PUBLISH:@bob@there:3');
    await network.run(0);
    alice.say('@label=b PUBLISH:@bob@there:x', '@label=c PUBLISH:news@there:x', '@label=d PUBLISH:news:4', 'PUBLISH:news:5');
    await network.run(0);
    expect(alice.take().map((text) => text.replace(/(OK|ERROR:[A-Z]+):.*/, '$1').replace(/seq=\d+;id=[^ ]*/, ''))).toEqual([
      '@label=a; OK',
      '@label=b ERROR:UNREACHABLE',
      '@label=c ERROR:UNREACHABLE',
      '@label=d; OK',
    ]);
    expect(network.log.filter((line) => /dropped/.test(line))).toEqual([
      'here: 3 messages wait for there: from now on the oldest are dropped for new ones',
    ]);
    const back = await network.pose('there', 'here');
    await network.run(0);
    const brought = back.take().filter((text) => /MSG|SKIP/.test(text));
    expect(brought.map((text) => text.slice(text.lastIndexOf(':') - 4))).toEqual(['SKIP:2', '@bob:3', 'news:4', 'news:5']);
  });
});

describe('who types', () => {
  test('is told to a peer once for each start and each end, however often it is said here', async () => {
    const here = network.start('here');
    const alice = await network.join(here, 'alice');
    const peer = await network.pose('there', 'here');
    peer.say('INTEREST:all:news');
    alice.say('SUBSCRIBE:news');
    await network.run(100);
    peer.take();
    for (const _ of [1, 2, 3]) {
      alice.say('USER_TYPING:news');
      await network.run(4000);
    }
    expect(peer.take()).toEqual(['USER_TYPING:news:alice']);
    await network.run(4000);
    expect(peer.take()).toEqual(['USER_STOPPED:news:alice']);
  });

  test('is taken back from a peer that no longer wants the channel, and told anew when it does', async () => {
    const here = network.start('here');
    const alice = await network.join(here, 'alice');
    const peer = await network.pose('there', 'here');
    peer.say('INTEREST:all:news');
    alice.say('SUBSCRIBE:news', 'USER_TYPING:news');
    await network.run(100);
    peer.take();
    const hear = async (text: string) => {
      peer.say(text);
      await network.run(0);
      return peer.take();
    };
    expect(await hear('INTEREST:more:sport')).toEqual([]);
    expect(await hear('INTEREST:less:news')).toEqual(['USER_STOPPED:news:alice']);
    expect(await hear('INTEREST:less:sport')).toEqual([]);
    expect(await hear('INTEREST:more:#')).toEqual(['USER_TYPING:news:alice']);
  });
});

test('a client has none of the verbs of peers', async () => {
  const here = network.start('here');
  const mallory = await network.join(here, 'mallory');
  for (const verb of ['READY', 'INTEREST', 'MSG', 'SKIP', 'ACK']) mallory.say(`${verb}:all:#`);
  expect(mallory.take().map((text) => text.slice(0, 21))).toEqual(Array(5).fill('ERROR:UNKNOWN_COMMAND'));
});
