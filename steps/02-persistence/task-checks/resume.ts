// What tasks 2.9 and 2.10 must do: promise a resume only where it can be kept, and keep it without a gap and without a duplicate.

import type { FakeClient } from '01-basic-pubsub/test';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { type LogSubscription, Resume } from '#resume';
import { fill, idle, numbers, seqs, setUp, taggedClient } from './set-up.ts';

/** A log of so many messages, of which those up to the floor are retired; what becomes live is noted. */
function log(count: number, floor = 0) {
  const parts = setUp();
  fill(parts.store, 'news', count);
  if (floor > 0) parts.store.transaction(() => parts.store.retire('news', floor));
  const resume = new Resume(parts.broker, parts.dialogue, parts.store);
  const alice = taggedClient(parts);
  const live: number[] = [];
  const subscribe = (since: number, epoch?: string, more: Partial<LogSubscription> = {}) => {
    const tags = new Map([['since', String(since)], ...(epoch === undefined ? [] : ([['epoch', epoch]] as const))]);
    const goLive = (newest: number) => void live.push(newest);
    return resume.subscribe(alice, { verb: 'SUBSCRIBE', target: 'news', tags }, { key: 'news', goLive, ...more });
  };
  return { ...parts, alice, live, subscribe };
}

const answerOf = ({ frames }: FakeClient) =>
  Object.fromEntries((/^@(\S*) OK:SUBSCRIBE/.exec(frames[0] ?? '')?.[1] ?? '').split(';').map((tag) => tag.split('=')));

/** What a resume after `since` is promised, in a log of 5 messages whose floor is 2. */
function promised(since: number, epoch?: 'its own' | 'another'): string | undefined {
  const { subscribe, alice, store } = log(5, 2);
  void subscribe(since, epoch && { 'its own': store.epoch, another: 'another' }[epoch]);
  return answerOf(alice)['recovered'];
}

export const checks: TaskChecks = {
  '2.9': {
    'what is all there is promised': () =>
      same(
        promised(3),
        '1',
        'a resume that misses nothing is not promised',
        'recovered is 1 where every message after since is still in the log',
      ),
    'the answer says where the log stands': () => {
      const { subscribe, alice, store } = log(5);
      void subscribe(3);
      const { seq, epoch } = answerOf(alice);
      same(
        [seq, epoch],
        ['5', store.epoch],
        'the answer does not say where the log stands',
        'this.#placeOf(newest) makes the tags seq and epoch; add recovered to them',
      );
    },
    'one that has missed nothing is promised that': () =>
      same(promised(5), '1', 'a cursor at the newest message is not recovered', 'since may be newest: then there is nothing to send'),
    'a cursor at the floor is kept': () =>
      same(promised(2), '1', 'a cursor at the floor is not recovered', 'the messages after since begin one above it: floor <= since'),
    'one below the floor is not promised': () =>
      same(promised(1), '0', 'a cursor below the floor is recovered', 'what it misses is no longer there: floor <= since'),
    'nor one from the future': () =>
      same(promised(6), '0', 'a cursor above the newest message is recovered', 'it is not of this log: since <= newest'),
    'nor one from another store': () =>
      same(promised(3, 'another'), '0', 'a cursor from another store is recovered', 'compare the tag epoch with this.#store.epoch'),
    'its own epoch is as good as none': () =>
      same(promised(3, 'its own'), '1', 'a cursor with the epoch of this store is not recovered', 'only another epoch breaks the promise'),
    'where nothing is promised, the live stream begins at once': () => {
      const { subscribe, live } = log(5, 2);
      void subscribe(1);
      same(live, [5], 'without a promise, the live stream does not begin at once', 'log.goLive(newest)');
    },
    'where it is promised, the live stream waits for the replay': () => {
      const { subscribe, live, alice } = log(5);
      alice.read(false);
      const running = subscribe(3);
      same(
        live,
        [],
        'the live stream begins before the replay',
        'a live message would overtake what was missed: this.#keepPromise goes live at its end',
      );
      if (!(running instanceof Promise))
        throw wrong(
          'the commands behind a resume do not wait for it',
          'the promise of this.#keepPromise',
          String(running),
          'return it: the dialogue waits for a promise that a command returns',
        );
    },
  },
  '2.10': {
    'all after since is sent, once and in order': async () => {
      const { subscribe, alice } = log(5);
      await subscribe(2);
      same(
        seqs(alice.frames),
        [3, 4, 5],
        'what was missed is not sent, once and in order',
        'go through each page, send each message, and go on from its seq',
      );
    },
    'more than a page, too': async () => {
      const { subscribe, alice } = log(250);
      await subscribe(5);
      same(
        seqs(alice.frames),
        numbers(6, 250),
        'of 245 missed messages, more than a page, not all are sent once and in order',
        'take pages until one is empty, each from where the one before has ended',
      );
    },
    'the live stream begins at the end, with the number that the answer gave': async () => {
      const { subscribe, live } = log(5);
      await subscribe(2);
      same(live.length, 1, 'after the replay, the live stream does not begin, once', 'goLive(newest), behind the last page');
      same(live[0], 5, 'the live stream does not begin with the number that the answer gave', 'goLive takes newest');
    },
    'the next page waits until the reader has taken the one before': async () => {
      const { subscribe, alice, live } = log(250);
      alice.read(false);
      const running = subscribe(0);
      await idle();
      const before = seqs(alice.frames).length;
      if (before > 100)
        throw wrong(
          'the next page is sent before the reader has taken the one before',
          '100 messages, and then a wait',
          `${before} messages`,
          'await session.drained?.() behind each page',
        );
      same(live, [], 'the live stream begins before the replay has come to its end', 'goLive comes behind the loop');
      alice.read(true);
      await running;
      same(seqs(alice.frames).length, 250, 'once the reader has taken a page, the rest does not follow', 'go on with the next page');
    },
    'what is published meanwhile is not lost': async () => {
      const { subscribe, alice, store } = log(5);
      let left = 3;
      let foundNothing = false;
      const read = store.read.bind(store);
      store.read = (...part) => {
        const page = read(...part);
        foundNothing = page.length === 0;
        return page;
      };
      const drained = alice.drained.bind(alice);
      alice.drained = () => {
        if (left-- > 0 || foundNothing) fill(store, 'news', 1);
        return drained();
      };
      let sentAtEnd: number[] = [];
      await subscribe(2, undefined, { goLive: () => (sentAtEnd = seqs(alice.frames)) });
      same(
        sentAtEnd,
        numbers(3, store.bounds('news').newest),
        'what is published during the replay is lost',
        'look into the store once more after each wait, and go live in the same turn in which that look found nothing: no await in between',
      );
    },
    'a session that was live already gets only what lies before its start': async () => {
      const { subscribe, alice } = log(5);
      await subscribe(1, undefined, { start: 3 });
      same(seqs(alice.frames), [2, 3], 'a session that is live already gets messages twice', 'pass start to this.#page, which ends there');
    },
  },
};
