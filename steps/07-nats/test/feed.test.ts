// Live messages as one sequence: what comes twice, and what does not come.

import { expect, test } from 'vitest';
import { Feed } from '../src/live/feed.ts';
import type { NatsRecord } from '../src/log/record.ts';

const record = (seq: number): NatsRecord => ({ subject: 'chat.channel.news', seq, id: String(seq), time: 0, body: String(seq) });

/** A feed, and a stream that has the messages up to `stored.newest`. */
function setUp({ isMissed = true } = {}) {
  const delivered: number[] = [];
  const reported: unknown[] = [];
  const stored = { newest: 0, fails: 0 };
  const feed = new Feed({
    deliver: ({ seq }) => void delivered.push(seq),
    async *after(seq) {
      if (stored.fails-- > 0) throw new Error('the connection is lost');
      for (let next = seq + 1; next <= stored.newest; next++) yield record(next);
    },
    isMissed: () => isMissed,
    report: (error) => void reported.push(error),
  });
  return { feed, delivered, reported, stored };
}

const idle = () => new Promise((resolve) => setImmediate(resolve));

test('a message that comes by two subscriptions is handed on once', () => {
  const { feed, delivered } = setUp();
  for (const seq of [1, 1, 2, 2]) feed.receive(record(seq), seq - 1);
  expect(delivered).toEqual([1, 2]);
});

test('where the one before it is missing, it is read from the stream, and the order is kept', async () => {
  const { feed, delivered, stored } = setUp();
  feed.receive(record(1), 0);
  stored.newest = 4;
  feed.receive(record(4), 3);
  feed.receive(record(5), 4);
  await idle();
  expect(delivered).toEqual([1, 2, 3, 4, 5]);
});

test('what was not wanted when it was stored is not missed', () => {
  const { feed, delivered } = setUp({ isMissed: false });
  feed.receive(record(1), 0);
  feed.receive(record(9), 8);
  expect(delivered).toEqual([1, 9]);
});

test('after an outage, what came live meanwhile follows what is read, once', async () => {
  const { feed, delivered, stored } = setUp();
  feed.receive(record(1), 0);
  stored.newest = 5;
  const caughtUp = feed.catchUp();
  for (const seq of [4, 5, 6]) feed.receive(record(seq), seq - 1);
  await caughtUp;
  expect(delivered).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a catch-up that fails is done again, from where it came to', async () => {
  const { feed, delivered, reported, stored } = setUp();
  stored.newest = 3;
  stored.fails = 1;
  await feed.catchUp();
  expect(delivered).toEqual([1, 2, 3]);
  expect(reported).toHaveLength(1);
});

test('a message that should have come live, and does not, is looked for', async () => {
  const { feed, delivered, stored } = setUp();
  stored.newest = 2;
  await feed.reached(2);
  expect(delivered).toEqual([1, 2]);
});
