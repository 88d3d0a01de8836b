// What task 2.9 must do, seen from inside.

import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { splitTags } from '@workshop/protocol';
import { isLive, setUp } from './resume-set-up.ts';
import { many } from './set-up.ts';

const ANSWER = 'this.#dialogue.answer(session, frame, tags) comes before everything else; the tags are this.#placeOf(newest) and recovered';

/** Subscribes to a log with the messages from `floor` + 1 to `newest`. @returns the tags of the answer */
function answer({ floor = 0, newest, since, epoch }: { floor?: number; newest: number; since: number; epoch?: string }) {
  const parts = setUp();
  const { store, client, subscribe } = parts;
  store.add('log', ...many(newest));
  store.transaction(() => store.retire('log', floor));
  const returned = subscribe(since, epoch === undefined ? {} : { epoch: epoch === 'its own' ? store.epoch : epoch });
  const [first = 'nothing'] = client.frames;
  const { tags, rest } = first.startsWith('@') ? splitTags(first) : { tags: undefined, rest: first };
  if (rest !== 'OK:SUBSCRIBE:log') throw wrong('the SUBSCRIBE is not answered first', 'OK:SUBSCRIBE:log', first, ANSWER);
  return { ...parts, returned, tags, recovered: tags?.get('recovered') };
}

const EPOCH = "the frame's tag epoch must be this.#store.epoch, or be absent: otherwise its cursor is a number from another log";
const FLOOR = 'the messages after floor are there: since must be the floor or above it';
const NEWEST = 'since may be newest, and not above it';
const EMPTY = 'of an empty log, floor and newest are 0: since may be the floor, and it may be newest';
const NO_EPOCH = 'a frame without the tag epoch is accepted: any epoch is then as good as ours';
const LIVE_AT_ONCE = 'the live stream begins, and nothing of what was missed has come';
const AND_SINCE = '; and give it since as the cursor: this.#keepPromise(session, log, since, newest)';
const NO_PROMISE = 'without a promise, call log.goLive(newest), and return undefined';

export const promising: TaskChecks = {
  '2.9': {
    'the answer carries the place, and whether the past is recovered': () => {
      const { tags, recovered, store } = answer({ newest: 5, since: 2 });
      same(recovered === undefined, false, 'the answer does not say recovered', "set recovered to '1' or '0', in every case");
      same(tags?.get('seq'), '5', "the answer's seq is not the newest", 'this.#placeOf(newest) has it: newest, and not since');
      same(tags?.get('epoch'), store.epoch, "the answer does not have the store's epoch", 'this.#placeOf(newest) has it');
    },
    'a cursor within the log is recovered': () => {
      const cause = "recovered is '1' if the epoch is ours or absent, the cursor is not below floor, and not above newest";
      const withEpoch = answer({ newest: 5, since: 2, epoch: 'its own' }).recovered;
      const without = answer({ newest: 5, since: 2 }).recovered;
      if (withEpoch === '1') same(without, '1', 'the client gave no epoch, and it is not recovered', NO_EPOCH);
      same(without, '1', 'everything after the cursor is there, and it is not recovered', cause);
      same(withEpoch, '1', "the epoch is the store's own, and it is not recovered", EPOCH);
    },
    'a cursor of another store is not': () => {
      same(answer({ newest: 5, since: 2, epoch: 'another' }).recovered, '0', 'the cursor is of another store, and is recovered', EPOCH);
    },
    'a cursor above the newest message is not, and at it, it is': () => {
      same(answer({ newest: 5, since: 6 }).recovered, '0', 'the cursor is above the newest message, and is recovered', NEWEST);
      same(answer({ newest: 5, since: 5 }).recovered, '1', 'a client that has missed nothing is not recovered', NEWEST);
      same(answer({ newest: 0, since: 0 }).recovered, '1', 'since=0 in a channel without messages is not recovered', EMPTY);
    },
    'a cursor below the floor is not, and at it, it is': () => {
      same(answer({ floor: 3, newest: 5, since: 2 }).recovered, '0', 'a message after the cursor is gone, and it is recovered', FLOOR);
      same(
        answer({ floor: 3, newest: 5, since: 3 }).recovered,
        '1',
        'the cursor is at the floor, so everything after it is there, and it is not recovered',
        FLOOR,
      );
    },
    'without a promise, the live stream begins at once': () => {
      const { client, returned } = answer({ newest: 5, since: 2, epoch: 'another' });
      same(returned, undefined, 'nothing was promised, and a replay begins', NO_PROMISE);
      same(client.seqs, [], 'nothing was promised, and messages of the log were sent', NO_PROMISE);
      if (!isLive(client)) throw wrong('nothing was promised, and the live stream does not begin', 'log.goLive(5)', 'nothing', NO_PROMISE);
      same(
        client.frames.slice(1),
        ['(live 5)'],
        'the live stream does not begin once, with the newest',
        'call log.goLive(newest), with the seq that the answer gave',
      );
    },
    'with a promise, the replay comes first': () => {
      const { client, returned } = answer({ newest: 5, since: 2 });
      const cause =
        'return what this.#keepPromise(session, log, since, newest) returns: until it is done, the next commands of the session wait';
      same(returned instanceof Promise, true, 'a replay was promised, and its promise is not returned', cause);
      same(
        isLive(client),
        false,
        client.seqs.length > 0 ? 'the live stream begins before the replay has ended' : LIVE_AT_ONCE,
        `leave log.goLive to the replay, task 2.10, which does it last${client.seqs.length > 0 ? '' : AND_SINCE}`,
      );
    },
  },
};
