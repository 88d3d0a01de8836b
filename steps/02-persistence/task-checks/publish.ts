// What tasks 2.3 and 2.4 must do: store a message with its number, and recognise the repeat of one.

import { mock } from 'node:test';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { Journal } from '#journal';
import { publishing } from '#publish';
import type { Message } from '#turn';
import { NOW, setUp, storeStep, withClock } from './set-up.ts';

function publisher() {
  const parts = setUp();
  publishing({ ...parts, journal: new Journal(parts.store, 1000) });
  return { ...parts, keep: (message: Partial<Message> = {}) => storeStep(parts, { channel: 'news', body: 'Hi', ...message }) };
}

/** A store in which Alice has published `x` on `news`. */
function withX() {
  const parts = publisher();
  parts.store.transaction(() => parts.store.append('news', { id: 'x', from: 'alice', time: NOW, body: 'Hi' }));
  return parts;
}

const WHOLE = 'pass on message.from, the id, message.body, and message.time where there is one';

export const checks: TaskChecks = {
  '2.3': {
    'the message is in the log of its channel': () => {
      const { keep, store } = publisher();
      keep();
      keep({ channel: 'sport', body: 'Goal!' });
      same(
        store.read('news', 0, 9).map(({ body }) => body),
        ['Hi'],
        'the message is not in the log of its channel, once',
        'journal.append(message.channel, …) adds it',
      );
      same(
        store.read('sport', 0, 9).map(({ body }) => body),
        ['Goal!'],
        'the message is not in the log of its channel, once',
        'the key of the log is message.channel',
      );
    },
    'it has its publisher and its time': () =>
      withClock(() => {
        const { keep, store } = publisher();
        keep({ from: 'alice' });
        const [now] = store.read('news', 0, 9);
        same(now?.from, 'alice', 'the stored message has not its from', WHOLE);
        same(now?.time, NOW, 'the stored message has not the time of now', 'Date.now() where message.time is absent');
        mock.timers.tick(1000);
        keep({ channel: 'sport', time: NOW - 5000 });
        same(
          store.read('sport', 0, 9)[0]?.time,
          NOW - 5000,
          'a message that has a time is given another one',
          'message.time ?? Date.now(): one from another broker has its own',
        );
      }),
    'its tags have the number that it was given': () => {
      const { keep, store } = publisher();
      keep();
      const message = keep({ from: 'alice' });
      const [, stored] = store.read('news', 0, 9);
      same(
        message.tags?.get('seq'),
        '2',
        'the tags of the message have not its seq',
        'journal.append returns the seq: message.tags = tagsOf({ … seq })',
      );
      same(
        message.tags?.get('id'),
        stored?.id,
        'the tags of the message have not the id that is stored',
        'the same id goes into the log, the tags and the receipt',
      );
      same(
        message.tags?.get('time'),
        String(stored?.time),
        'the tags of the message have not the time that is stored',
        'call Date.now() once, and use it twice',
      );
      same(message.tags?.get('from'), 'alice', 'the tags of the message have not its from', WHOLE);
    },
    'its receipt has the number and the id': () => {
      const { keep, store } = publisher();
      const message = keep();
      const [stored] = store.read('news', 0, 9);
      same(
        [...(message.receipt ?? [])],
        [
          ['seq', '1'],
          ['id', stored?.id],
        ],
        'the receipt is not the seq and the id',
        'message.receipt = receiptOf({ seq, id })',
      );
    },
  },
  '2.4': {
    'a repeat is not stored again': () => {
      const { keep, store } = withX();
      keep({ id: 'x', from: 'alice' });
      same(
        store.bounds('news').newest,
        1,
        'a repeat is stored a second time',
        'store.find(channel, { from, id }) gives its seq: return true then',
      );
    },
    'it is marked, so that nobody gets it again': () => {
      const { keep } = withX();
      same(
        keep({ id: 'x', from: 'alice' }).duplicate,
        true,
        'a repeat is not marked as a duplicate',
        'message.duplicate = true keeps it from being delivered again',
      );
    },
    'its receipt is that of the first, with dup': () => {
      const { keep } = withX();
      const { receipt } = keep({ id: 'x', from: 'alice' });
      same(
        Object.fromEntries(receipt ?? []),
        { seq: '1', id: 'x', dup: '1' },
        'the receipt of a repeat is not that of the first, with dup=1',
        "new Map([...receiptOf({ seq, id }), ['dup', '1']])",
      );
    },
    'the same id of another user is no repeat': () => {
      const { keep, store } = withX();
      const { duplicate } = keep({ id: 'x', from: 'bob' });
      same(
        [duplicate ?? false, store.bounds('news').newest],
        [false, 2],
        "another user's message with the same id is taken for a repeat",
        'ids are each publisher’s own: look for from and id',
      );
    },
    'on another channel, or with another id, it is no repeat': () => {
      const { keep, store } = withX();
      keep({ id: 'y', from: 'alice' });
      same(
        store.bounds('news').newest,
        2,
        'a message with an id of its own is taken for a repeat',
        'find returns undefined where there is none: return false then',
      );
      const other = keep({ channel: 'sport', id: 'x', from: 'alice' });
      same(
        [other.duplicate ?? false, store.bounds('sport').newest],
        [false, 1],
        'the same id on another channel is taken for a repeat',
        'look in the log of message.channel',
      );
      same(
        other.tags?.get('id'),
        'x',
        'a message is stored with another id than its publisher gave it',
        'a message that is no repeat is left as it is',
      );
    },
  },
};
