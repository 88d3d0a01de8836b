// A resume: no gap and no duplicate, or no promise.

import { describe, expect, test, vi } from 'vitest';
import { numbers, seqs, setUp, untagged } from './set-up.ts';

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
    const { channels, join, publish } = setUp();
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
    expect(channels.readers('news')).toEqual(new Set([client]));
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
    expect(broker.sessions.has(client)).toBe(false);
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
