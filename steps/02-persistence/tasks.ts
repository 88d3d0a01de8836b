// The exercise of stage 02: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '2.1',
    title: 'store a message before anybody gets it',
    file: 'persistence',
    region: 'store',
    checks: ['stamps', 'seq-rises', 'answered-survives', 'delivered-survives'],
    hints: [
      'Who has seen a message must be able to find it again, and who got an OK must be able to rely on it. So the message gets its number from the store, and what goes out bears that number. The core calls you inside a transaction, and delivers and answers only when that is committed.',
      '`journal.append` stores a message in its channel and returns its seq; it wants an id and a time beside what the message has. `message.tags` are the tags of the MSG that goes out, `message.receipt` those of the OK that comes back: `tagsOf` and `receiptOf` make them.',
      `    const stamped = { ...message, id, time: message.time ?? Date.now() };
    const seq = journal.append(message.channel, stamped);
and from these two: message.tags = tagsOf({ ...stamped, seq }), and message.receipt.`,
    ],
  },
  {
    number: '2.2',
    title: 'send a part of the history, page by page',
    file: 'journal',
    region: 'history',
    checks: ['history-last', 'history-since', 'history-limit', 'history-paging'],
    hints: [
      'A cursor is the seq of the last message that somebody has seen: what comes next is what has a higher one, in order. That is one query, whether one asks for the last twenty or for the first twenty after 41. Only where to begin differs.',
      '`this.#store.read(key, cursor, limit, target)` gives the next messages after a cursor, perhaps fewer than you asked for, and none only when there are none. `cursorBefore(key, count, target)` is the cursor behind which exactly the last `count` lie. Move the cursor with every message you send, and await `session.connection.drained()` between two pages: a reader that is slow must not fill our memory. Return the seq of the last one sent.',
      `    let cursor = since ?? this.#store.cursorBefore(key, count, target);
    let last: number | undefined;
    for (let left = count; left > 0 && this.#isThere(session);) {
      const page = this.#store.read(key, cursor, left, target);
      if (page.length === 0) break;
then send each of the page with this.#send(session, key, message), set last and cursor to its seq, take its length from left, and wait until the page is drained.`,
    ],
  },
  {
    number: '2.3',
    title: 'resume without a gap and without a duplicate',
    file: 'journal',
    region: 'resume',
    checks: ['resume', 'resume-from-zero', 'resume-in-storm', 'replay-waits'],
    hints: [
      'Others publish while you replay. Begin the live stream too early, and messages overtake the replay or come twice; begin it too late, and some fall into the gap. When can you be sure that there is nothing between the last page and the live stream?',
      '`this.#page(session, key, cursor, start)` is the next page after a cursor. What is published while a page is on its way is in the store, and comes with a later page. So go on until a page is empty, and call `goLive(newest)` at once, without an `await` in between: nothing else can run before that.',
      `    let cursor = since;
    for (let page = this.#page(session, key, cursor, start); page.length > 0; page = this.#page(session, key, cursor, start)) {
      for (const message of page) {
        this.#send(session, key, message);
        cursor = message.seq;
      }
      await session.connection.drained();
    }
    goLive(newest);`,
    ],
  },
  {
    number: '2.4',
    title: 'keep no more messages than RETAIN_MESSAGES',
    file: 'journal',
    region: 'retention',
    checks: ['resume-not-retained', 'same-id-after-restart'],
    hints: [
      'A log that nothing is taken from fills the disk. But a message that is gone must be seen to be gone, or a resume would send part of the gap and call it whole; and the id of a message that is gone must be known for 2 minutes, or its repeat would be stored as a new one. So there are two ends: what is no longer read, and what is no longer there.',
      '`this.#store.retire(key, floor)` says that what lies at the floor or below is no longer read. With the newest seq and `this.#retain`, where is the floor? `this.#store.purge(key, before)` removes what is retired and older than a time; REMEMBER_MS is how long ids are remembered.',
      `    this.#store.retire(key, newest - this.#retain);
and purge what is older than Date.now() - REMEMBER_MS.`,
    ],
  },
  {
    number: '2.5',
    title: 'know a repeat when you see one',
    file: 'persistence',
    region: 'repeat',
    checks: ['same-id-once', 'same-id-in-a-burst', 'same-id-other-session', 'kill-storm'],
    hints: [
      'A publisher whose connection broke before the OK came does not know whether its message was stored. All it can do is ask again, with the same id. To publish twice must then come to the same as to publish once: that is what idempotent means.',
      '`journal.find` looks for a message of this channel with this id, and returns its seq, or `undefined`. If it is there, the message is a `duplicate`, so that nobody gets it again; but its publisher is answered with the seq of the first one, and `dup=1`. Say whether it was one.',
      `    const seq = journal.find(message.channel, { ...message, id });
    if (seq === undefined) return false;
    message.duplicate = true;
then message.receipt: the tags of receiptOf({ seq, id }), and ['dup', '1'] behind them; and return true.`,
    ],
  },
];
