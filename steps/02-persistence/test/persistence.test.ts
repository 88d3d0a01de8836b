// The feature over the store in memory: what sessions are told, and in which order.

import { FakeClient } from '01-basic-pubsub/test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBroker } from '../src/broker.ts';
import { MemoryStore } from '../src/memory-store.ts';

/** A broker whose turns end when the test says so. */
function setUp({ retain = 10_000, store = new MemoryStore() } = {}) {
  const ends: (() => void)[] = [];
  const reported: unknown[] = [];
  const broker = createBroker({ store, retain, later: (end) => void ends.push(end), report: (error) => void reported.push(error) });
  const join = () => new FakeClient(broker);
  const endTurn = () => ends.splice(0).forEach((end) => end());
  const publish = (channel: string, ...bodies: unknown[]) => {
    const publisher = join();
    for (const body of bodies) publisher.say(`PUBLISH:${channel}:${String(body)}`);
    endTurn();
    publisher.leave();
  };
  return { broker, store, join, endTurn, publish, reported };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
/** The seqs of the MSG frames among these. */
const seqs = (frames: string[]) => frames.flatMap((frame) => /^@.*?seq=(\d+).* MSG:/.exec(frame)?.[1] ?? []).map(Number);
const untagged = (frames: string[]) => frames.map((frame) => frame.replace(/^@\S+ /, ''));

describe('a publish', () => {
  test('is stored before it is delivered and answered, also when nobody listens', () => {
    const { store, join, endTurn } = setUp();
    const [alice, bob] = [join(), join()];
    bob.say('@x=1 SUBSCRIBE:news');
    bob.take();
    alice.say('@label=7 PUBLISH:news:Hi', 'PUBLISH:empty:x');
    expect([alice.frames, bob.frames, store.bounds('news').newest]).toEqual([[], [], 0]);
    endTurn();
    expect(alice.frames).toEqual([expect.stringMatching(/^@label=7;seq=1;id=[\w.-]{1,64} OK:PUBLISH:news$/)]);
    expect(bob.frames).toEqual([expect.stringMatching(/^@seq=1;id=[\w.-]{1,64};time=\d{13} MSG:news:Hi$/)]);
    expect(store.bounds('empty').newest).toBe(1);
  });

  test('that cannot be stored is answered INTERNAL, delivered to nobody, and the next one is stored', () => {
    const { store, join, endTurn, reported } = setUp();
    const client = join();
    client.say('@x=1 SUBSCRIBE:news');
    client.take();
    const full = new Error('disk full');
    const transaction = vi.spyOn(store, 'transaction').mockImplementationOnce(() => {
      throw full;
    });
    client.say('@label=1;id=a PUBLISH:news:1', 'PUBLISH:news:2');
    endTurn();
    expect(untagged(client.frames)).toEqual([expect.stringMatching(/^ERROR:INTERNAL:/), expect.stringMatching(/^ERROR:INTERNAL:/)]);
    expect(client.take()[0]).toMatch(/^@label=1 ERROR/);
    expect(reported).toEqual([full]);
    client.say('@id=a PUBLISH:news:1');
    endTurn();
    expect(client.frames).toEqual([expect.stringMatching(/^@seq=1;id=a;.* MSG/), '@seq=1;id=a OK:PUBLISH:news']);
    expect(transaction).toHaveBeenCalledTimes(2);
  });

  test('in plain is answered to nobody, and comes without tags to a session that never sent any', () => {
    const { join, endTurn } = setUp();
    const client = join();
    client.say('SUBSCRIBE:news', 'PUBLISH:news:x');
    endTurn();
    expect(client.take()).toEqual(['MSG:news:x']);
    client.say('@', '@label=1 hello', 'PUBLISH:news:x');
    endTurn();
    expect(client.frames).toEqual([
      expect.stringMatching(/^ERROR:BAD_FRAME/),
      expect.stringMatching(/^@label=1 ERROR:BAD_FRAME/),
      expect.stringMatching(/^@seq=2;.* MSG:news:x/),
    ]);
  });
});

describe('the repeat of a publish', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('is answered with the first seq, and neither stored nor delivered', () => {
    const { join, endTurn } = setUp();
    const [alice, bob] = [join(), join()];
    bob.say('SUBSCRIBE:news');
    alice.say('@label=1;id=a PUBLISH:news:x', '@label=2;id=a PUBLISH:news:y', '@id=a PUBLISH:sport:x');
    endTurn();
    bob.say('@label=3;id=a PUBLISH:news:z');
    endTurn();
    expect(alice.frames).toEqual([
      '@label=1;seq=1;id=a OK:PUBLISH:news',
      '@label=2;seq=1;id=a;dup=1 OK:PUBLISH:news',
      '@seq=1;id=a OK:PUBLISH:sport',
    ]);
    expect(bob.frames).toEqual(['MSG:news:x', '@label=3;seq=1;id=a;dup=1 OK:PUBLISH:news']);
  });

  test('is known as long as the message is retained, and at least 2 minutes', () => {
    const { join, endTurn, publish } = setUp({ retain: 2 });
    const client = join();
    const repeat = () => {
      client.say('@id=a PUBLISH:news:first');
      endTurn();
      return client.take();
    };
    expect(repeat()).toEqual(['@seq=1;id=a OK:PUBLISH:news']);
    vi.advanceTimersByTime(600_000);
    expect(repeat()).toEqual(['@seq=1;id=a;dup=1 OK:PUBLISH:news']);
    publish('news', 2, 3, 4); // the first falls out, long after its 2 minutes
    expect(repeat()).toEqual(['@seq=5;id=a OK:PUBLISH:news']);
    publish('news', 6, 7, 8);
    vi.advanceTimersByTime(119_000);
    publish('news', 9);
    expect(repeat()).toEqual(['@seq=5;id=a;dup=1 OK:PUBLISH:news']);
  });
});

describe('history', () => {
  const ask = async (client: FakeClient, frame: string) => {
    client.say(frame);
    return await client.settle();
  };

  test('is the last messages, the oldest first, in plain for those who talk plain', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 60));
    const messages = (from: number) => numbers(from, 60).map((n) => `MSG:news:${n}`);
    expect(await ask(join(), 'HISTORY:news:2')).toEqual([...messages(59), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:news')).toEqual([...messages(11), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:news:99999999999999999999')).toEqual([...messages(1), 'OK:HISTORY:news']);
    expect(await ask(join(), 'HISTORY:none')).toEqual(['OK:HISTORY:none']);
  });

  test('is paged by since, last and more', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 5));
    const client = join();
    const page = async (frame: string) => {
      const frames = await ask(client, frame);
      return [...seqs(frames), frames.at(-1)];
    };
    expect(await page('@since=0;label=a HISTORY:news:2')).toEqual([1, 2, '@label=a;last=2;more=1 OK:HISTORY:news']);
    expect(await page('@since=2 HISTORY:news:3')).toEqual([3, 4, 5, '@last=5 OK:HISTORY:news']);
    expect(await page('@since=5 HISTORY:news:3')).toEqual(['@last=5 OK:HISTORY:news']);
    expect(await page('@since=99 HISTORY:news:3')).toEqual(['@last=99 OK:HISTORY:news']);
    expect(await page('HISTORY:news:1')).toEqual([5, '@last=5 OK:HISTORY:news']);
    expect(await page('HISTORY:none')).toEqual(['@last=0 OK:HISTORY:none']);
  });

  test('more than 1000 means 1000', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 1100));
    const frames = await ask(join(), '@since=50 HISTORY:news:5000');
    expect([seqs(frames).length, frames.at(-1)]).toEqual([1000, '@last=1050;more=1 OK:HISTORY:news']);
    expect(seqs(await ask(join(), '@x=1 HISTORY:news:5000'))).toEqual(numbers(101, 1100));
  });

  test('asks the store no more when its session has gone away', async () => {
    const { broker, store, join, publish } = setUp();
    publish('news', ...numbers(1, 300));
    const client = join();
    client.read(false);
    client.say('HISTORY:news:300');
    const read = vi.spyOn(store, 'read');
    broker.close();
    client.read(true);
    await client.settle();
    expect(read).not.toHaveBeenCalled();
  });

  test.each(['0', '-1', '1.5', 'x', '', '1:2', ' 1'])('%j is no number of messages', async (body) => {
    const { join } = setUp();
    expect(await ask(join(), `HISTORY:news:${body}`)).toEqual([expect.stringMatching(/^ERROR:BAD_FRAME:/)]);
  });

  test('is refused by the first rule that it breaks', async () => {
    const { join } = setUp();
    const codes = async (frame: string) => (await ask(join(), frame)).map((text) => text.split(':')[1]);
    expect(await codes('HISTORY')).toEqual(['BAD_FRAME']);
    expect(await codes('HISTORY:ne ws:x')).toEqual(['BAD_FRAME']);
    expect(await codes('HISTORY:ne ws:1')).toEqual(['BAD_CHANNEL']);
  });
});

describe('retention', () => {
  test('keeps so many of each channel, and says when a resume asks for more', async () => {
    const { store, join, publish } = setUp({ retain: 3 });
    publish('news', ...numbers(1, 5));
    publish('sport', 1);
    const client = join();
    client.say('HISTORY:news');
    expect(untagged(await client.settle())).toEqual(['MSG:news:3', 'MSG:news:4', 'MSG:news:5', 'OK:HISTORY:news']);
    client.say('@since=1 SUBSCRIBE:news', '@since=2 SUBSCRIBE:news');
    expect(await client.settle()).toEqual([
      `@seq=5;epoch=${store.epoch};recovered=0 OK:SUBSCRIBE:news`,
      `@seq=5;epoch=${store.epoch};recovered=1 OK:SUBSCRIBE:news`,
      ...numbers(3, 5).map((n) => expect.stringMatching(new RegExp(`^@seq=${n};.* MSG:news:${n}$`)) as string),
    ]);
  });
});

describe('a resume', () => {
  test('is answered, then everything missed, then what is live', async () => {
    const { store, join, publish } = setUp();
    publish('news', ...numbers(1, 5));
    const client = join();
    client.say(`@label=9;since=2;epoch=${store.epoch} SUBSCRIBE:news`);
    const frames = await client.settle();
    expect(frames[0]).toBe(`@label=9;seq=5;epoch=${store.epoch};recovered=1 OK:SUBSCRIBE:news`);
    publish('news', 6);
    expect(seqs([...frames, ...client.take()])).toEqual([3, 4, 5, 6]);
  });

  test('of an unknown past is not promised: only live messages follow', async () => {
    const { join, publish } = setUp();
    publish('news', 1);
    for (const tags of ['since=0;epoch=other', 'since=3']) {
      const client = join();
      client.say(`@${tags} SUBSCRIBE:news`);
      expect((await client.settle()).map((frame) => /recovered=\d/.exec(frame)?.[0])).toEqual(['recovered=0']);
      publish('news', 'live');
      expect(client.take()).toHaveLength(1);
      client.leave();
    }
  });

  test('of a channel without messages is live at once', async () => {
    const { store, join, publish } = setUp();
    const client = join();
    client.say('@since=0 SUBSCRIBE:news');
    expect(await client.settle()).toEqual([`@seq=0;epoch=${store.epoch};recovered=1 OK:SUBSCRIBE:news`]);
    publish('news', 1);
    expect(seqs(client.take())).toEqual([1]);
  });

  test('has no gap and no duplicate while others publish at every moment', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 950));
    const client = join();
    client.say('@since=0 SUBSCRIBE:news');
    for (let n = 951; n <= 1200; n += 1) {
      publish('news', n);
      if (n % 2) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seqs(await client.settle())).toEqual(numbers(1, 1200));
  });

  test('waits for its reader, page by page, while others are served', async () => {
    const { join, publish } = setUp();
    publish('news', ...numbers(1, 1000));
    const [slow, other] = [join(), join()];
    slow.read(false);
    slow.say('@since=0 SUBSCRIBE:news');
    other.say('SUBSCRIBE:news');
    publish('news', 1001);
    expect(await other.settle()).toEqual(['MSG:news:1001']);
    expect(seqs(slow.frames)).toEqual(numbers(1, 100));
    slow.read(true);
    expect(seqs(await slow.settle())).toEqual(numbers(1, 1001));
  });

  test('goes before the commands that follow, and ends when its session does', async () => {
    const { broker, join, publish } = setUp();
    publish('news', ...numbers(1, 300));
    const client = join();
    client.say('@since=0 SUBSCRIBE:news', '@x=1 UNSUBSCRIBE:news', '@since=250 SUBSCRIBE:news', '@since=290 SUBSCRIBE:news');
    const frames = await client.settle();
    expect(seqs(frames)).toEqual([...numbers(1, 300), ...numbers(251, 300), ...numbers(291, 300)]);
    expect(untagged(frames)[301]).toBe('OK:UNSUBSCRIBE:news');
    const leaving = join();
    leaving.read(false);
    leaving.say('@since=0 SUBSCRIBE:news');
    leaving.leave();
    publish('news', 301);
    expect(seqs(await leaving.settle())).toEqual(numbers(1, 100));
    expect(broker.readers('news')).toEqual(new Set([client.session]));
  });

  test('of a channel that one reads already is what was missed before that, whatever has come live', async () => {
    const { join, publish } = setUp();
    publish('news', 1, 2, 3);
    const client = join();
    client.say('@x=1 SUBSCRIBE:news');
    publish('news', 4, 5);
    client.take();
    client.say('@since=1 SUBSCRIBE:news');
    expect(seqs(await client.settle())).toEqual([2, 3]);
    client.say('@since=4 SUBSCRIBE:news');
    expect(seqs(await client.settle())).toEqual([]);
    client.say('UNSUBSCRIBE:news', '@since=1 SUBSCRIBE:news');
    expect(seqs(await client.settle())).toEqual([2, 3, 4, 5]);
  });

  test('that retention overtakes ends the session, which learns the truth when it comes back', async () => {
    const { broker, join, publish } = setUp({ retain: 200 });
    publish('news', ...numbers(1, 200));
    const client = join();
    client.read(false);
    client.say('@since=0 SUBSCRIBE:news');
    publish('news', ...numbers(201, 400));
    client.read(true);
    expect((await client.settle()).at(-1)).toBe('(cut)');
    expect(broker.sessions.has(client.session)).toBe(false);
    const back = join();
    back.say('@since=100 SUBSCRIBE:news');
    expect((await back.settle())[0]).toMatch(/recovered=0/);
  });

  test('during which the store fails ends the session: a gap without a word would be worse', async () => {
    const { store, join, publish, reported } = setUp();
    publish('news', ...numbers(1, 300));
    const client = join();
    client.read(false);
    client.say('@since=0 SUBSCRIBE:news');
    vi.spyOn(store, 'read').mockImplementationOnce(() => {
      throw new Error('disk gone');
    });
    client.read(true);
    const frames = await client.settle();
    expect(frames.slice(-2)).toEqual([expect.stringMatching(/^ERROR:INTERNAL/), '(cut)']);
    expect(reported).toHaveLength(1);
  });
});

test('every tagged command gets one answer with its label, a plain one only when it is refused', () => {
  const { store, join, endTurn } = setUp();
  const client = join();
  client.say('SUBSCRIBE:news', 'UNSUBSCRIBE:news', 'PUBLISH:news:x');
  endTurn();
  expect(client.take()).toEqual([]);
  client.say(
    '@label=1 SUBSCRIBE:news',
    '@label=2 UNSUBSCRIBE:news',
    '@label=3;color=red DANCE',
    '@label=4;seq=1 UNSUBSCRIBE:news',
    '@x UNSUBSCRIBE:news',
  );
  expect(client.take()).toEqual([
    `@label=1;seq=1;epoch=${store.epoch} OK:SUBSCRIBE:news`,
    '@label=2 OK:UNSUBSCRIBE:news',
    expect.stringMatching(/^@label=3 ERROR:UNKNOWN_COMMAND:/),
    expect.stringMatching(/^@label=4 ERROR:BAD_FRAME:/),
    'OK:UNSUBSCRIBE:news',
  ]);
});
