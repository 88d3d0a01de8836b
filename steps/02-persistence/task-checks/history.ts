// What tasks 2.6 to 2.8 must do: read how much is asked for, send it page by page, and say where it ends.

import type { FakeClient } from '01-basic-pubsub/test';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Refusal } from '@workshop/protocol';
import { countOf, History } from '#history';
import { MemoryStore } from '../src/store/memory-store.ts';
import { fill, idle, NOW, numbers, seqs, setUp, taggedClient } from './set-up.ts';

/** What a page holds at most. */
const PAGE = 100;

function counts(body: string | undefined, expected: number, message: string, cause?: string): void {
  same(countOf({ verb: 'HISTORY', target: 'news', body }), expected, message, cause);
}

function refuses(body: string): void {
  const expected = 'a Refusal with the code BAD_FRAME';
  let got: string;
  try {
    got = String(countOf({ verb: 'HISTORY', target: 'news', body }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'TODO') throw error;
    got = error.code;
  }
  if (got !== 'BAD_FRAME')
    throw wrong(
      `${JSON.stringify(body)} is no count, and was not refused`,
      expected,
      got,
      'a count is digits alone, and not 0: Number("1e3"), Number(" 5") and Number("") are numbers, too',
    );
}

function reader(count: number, store = new MemoryStore()) {
  const parts = setUp(store);
  fill(store, 'news', count);
  const history = new History(parts.broker, store);
  const alice = taggedClient(parts);
  /** Without its answer, which is the next task's. */
  const send = async (part: { readonly count: number; readonly since?: number }) => {
    try {
      await ask(history, alice, part);
    } catch (error) {
      if (!(error instanceof Refusal && error.message.startsWith('2.8 '))) throw error;
    }
    return seqs(alice.frames);
  };
  return { ...parts, history, alice, send };
}

interface Part {
  readonly count: number;
  readonly since?: number;
  readonly target?: string;
}

async function ask(history: History, client: FakeClient, { count, since, target }: Part): Promise<Record<string, string>> {
  const tags = since === undefined ? undefined : new Map([['since', String(since)]]);
  return Object.fromEntries(await history.answer(client, { verb: 'HISTORY', target: 'news', tags }, { key: 'news', count, target }));
}

class ClosableStore extends MemoryStore {
  isClosed = false;

  override read(...args: Parameters<MemoryStore['read']>) {
    if (this.isClosed) throw new Error('the store is closed');
    return super.read(...args);
  }
}

export const checks: TaskChecks = {
  '2.6': {
    'a count is taken as it is': () => {
      counts('20', 20, 'a count is not taken as it is');
      counts('1', 1, 'a count of 1 is not taken as it is', 'from 1 on');
      counts('1000', 1000, 'a count of 1000 is not taken as it is', 'MAX_COUNT is the most that is sent');
    },
    'without one it is 50': () => counts(undefined, 50, 'without a body the count is not 50', 'an absent body means DEFAULT_COUNT'),
    'above 1000 it is 1000': () => {
      counts('1001', 1000, 'a count above 1000 is not cut to 1000', 'Math.min(count, MAX_COUNT)');
      counts('9'.repeat(30), 1000, 'a huge count is not cut to 1000', 'Math.min(count, MAX_COUNT)');
    },
    'all else is refused': () => {
      for (const body of ['0', '00', '-1', 'many', '', '1.5', ' 5', '5 ', '1e3', '0x10', '+5', '5\n']) refuses(body);
    },
  },
  '2.7': {
    'without since, the last messages are sent, the oldest first': async () => {
      const { send } = reader(10);
      same(
        await send({ count: 3 }),
        [8, 9, 10],
        'without since, the last 3 of 10 messages are not sent, in order',
        'this.#store.cursorBefore(key, count, target) is the cursor to begin at',
      );
    },
    'with since, those after it': async () => {
      const { send } = reader(10);
      same(
        await send({ count: 3, since: 4 }),
        [5, 6, 7],
        'with since=4, the 3 messages after it are not sent, in order',
        'begin at since where it is given; since=0 is given, too',
      );
      same(
        await reader(5).send({ count: 2, since: 0 }),
        [1, 2],
        'with since=0, the first 2 messages are not sent',
        'since ?? …, not since || …: 0 is a cursor like any other',
      );
    },
    'as many as are asked for, page by page': async () => {
      const { send } = reader(250);
      same(
        await send({ count: 150, since: 10 }),
        numbers(11, 160),
        '150 messages, more than a page, are not sent once and in order',
        'begin each page where the one before has ended, and subtract its length from what is left',
      );
    },
    'no more than there are': async () => {
      const { send } = reader(5);
      same(
        await send({ count: 50 }),
        [1, 2, 3, 4, 5],
        'of 5 messages, 50 asked for, not just 5 are sent',
        'read returns an empty page when there is nothing more: stop then',
      );
    },
    'the next page waits until the reader has taken the one before': async () => {
      const { send, alice } = reader(250);
      alice.read(false);
      const sending = send({ count: 250 });
      await idle();
      const before = seqs(alice.frames).length;
      if (before > PAGE)
        throw wrong(
          'the next page is sent before the reader has taken the one before',
          `${PAGE} messages, and then a wait`,
          `${before} messages`,
          'await session.drained?.() behind each page: without await, a slow reader is sent everything at once, and cut off for it',
        );
      alice.read(true);
      same((await sending).length, 250, 'once the reader has taken a page, the rest does not follow', 'go on with the next page');
    },
    'a reader that has gone is sent nothing more': async () => {
      const { send, alice } = reader(250);
      alice.read(false);
      const sending = send({ count: 250 });
      await idle();
      alice.leave();
      same((await sending).length, PAGE, 'a reader that has gone is sent more', 'ask this.#isThere(session) before each page');
    },
  },
  '2.8': {
    'last is the seq of the last message sent': async () => {
      const { history, alice } = reader(10);
      same(
        (await ask(history, alice, { count: 3, since: 4 }))['last'],
        '7',
        'last is not the seq of the last message sent',
        'await this.#send(…) returns it',
      );
    },
    'where nothing was sent, it is since, or 0': async () => {
      const { history, alice } = reader(0);
      same((await ask(history, alice, { count: 3 }))['last'], '0', 'of an empty log, last is not 0', 'last ?? since ?? 0');
      same(
        (await ask(history, alice, { count: 3, since: 7 }))['last'],
        '7',
        'where nothing was sent, last is not since',
        'last ?? since ?? 0',
      );
    },
    'more is 1 where more lies behind it, and else absent': async () => {
      const { history, alice } = reader(10);
      same(
        (await ask(history, alice, { count: 3, since: 4 }))['more'],
        '1',
        'more is not 1 where messages lie behind the last one sent',
        'ask the store for one message after last',
      );
      const { more } = await ask(history, alice, { count: 3, since: 7 });
      same(
        more,
        undefined,
        'more is there where no message lies behind the last one sent',
        'leave the tag out where the store has none after last',
      );
    },
    'of a conversation, only its own messages count': async () => {
      const { history, alice, store } = reader(0);
      for (const target of ['bob', 'carol']) store.transaction(() => store.append('news', { id: target, time: NOW, body: 'x', target }));
      same(
        await ask(history, alice, { count: 5, target: 'bob' }),
        { last: '1' },
        'more tells of messages of another conversation',
        'pass part.target on to the store',
      );
    },
    'for one that has gone, the store is left alone': async () => {
      const store = new ClosableStore();
      const { history, alice } = reader(5, store);
      alice.read(false);
      const answer = ask(history, alice, { count: 5 });
      await idle();
      alice.leave();
      store.isClosed = true;
      await answer;
    },
  },
};
