// What the tasks in exercise/journal.ts must do, seen from inside.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { stopClock } from '@workshop/cli/task-checks/clock';
import { Journal } from '#journal';
import { MemoryStore } from '../src/store/memory-store.ts';
import { inShort } from './set-up.ts';

const START = Date.UTC(2026, 0, 1);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A journal that keeps `retain` messages. A message `a` is published at a time by the clock, which everybody reads. */
function setUp(retain: number) {
  const store = new MemoryStore();
  const journal = new Journal(store, retain);
  /** @param stamped the message's own time, where its clock is wrong */
  const publish = (now: number, id: string, stamped = now) => {
    const clock = stopClock(START + now);
    try {
      store.transaction(() => journal.append('log', { id, time: START + stamped, body: id }));
    } finally {
      clock.goOn();
    }
  };
  const isKnown = (id: string) => store.find('log', { id }) !== undefined;
  const readable = () => inShort(store.read('log', 0, 100).map(({ seq }) => seq));
  return { store, publish, isKnown, readable };
}

const FLOOR = 'what lies at the floor is no longer read: with newest 25 and retain 10, the floor is 15';
const AGE = 'purge what is older than Date.now() - REMEMBER_MS, a time in ms since 1970';
const NOW = 'purge takes the log, the time before which messages are removed, and the time that it is now: Date.now()';

export const checks: TaskChecks = {
  '2.11': {
    'exactly the newest messages are read': () => {
      const { store, publish, readable } = setUp(10);
      for (let n = 1; n <= 25; n += 1) publish(n, `m${n}`);
      const { floor } = store.bounds('log');
      if (floor === 0)
        same(
          readable(),
          '16 to 25',
          'messages beyond those that are kept are still read',
          'this.#store.retire(key, floor) raises the floor',
        );
      if (floor < 15) same(readable(), '16 to 25', 'more messages are read than are kept', FLOOR);
      same(readable(), '16 to 25', 'fewer messages are read than are kept', FLOOR);
    },
    'the first one too many is retired at once': () => {
      const { publish, readable } = setUp(1);
      publish(1, 'a');
      publish(2, 'b');
      same(readable(), '2', 'with one message kept, the second does not retire the first', FLOOR);
    },
    'an id is remembered for two minutes': () => {
      const { publish, isKnown } = setUp(1);
      publish(0, 'a');
      publish(SECOND, 'b');
      publish(2 * SECOND, 'c');
      const soon = 'REMEMBER_MS is the age that a message must have before it goes; the arguments of purge are key, before, now';
      same(isKnown('a'), true, 'an id was forgotten after 2 seconds', soon);
      publish(MINUTE, 'd');
      publish(2 * MINUTE - SECOND, 'e');
      same(isKnown('a'), true, 'an id was forgotten before its two minutes were over', soon);
    },
    'what is retired and older than that is removed': () => {
      const { publish, isKnown } = setUp(1);
      publish(0, 'a');
      publish(SECOND, 'b');
      publish(2 * MINUTE + SECOND, 'c');
      const cause = `${AGE}. Without it, the file grows without end; and REMEMBER_MS alone is a time in 1970`;
      same(isKnown('a'), false, 'a message is still there that was retired and older than two minutes', cause);
    },
    'what is still read is not removed': () => {
      const { publish, readable } = setUp(2);
      publish(0, 'a');
      publish(SECOND, 'b');
      publish(60 * MINUTE, 'c');
      same(readable(), '2 to 3', 'a message was removed that is still read', FLOOR);
    },
    'a message from a wrong clock goes like the others': () => {
      const { publish, isKnown } = setUp(1);
      publish(0, 'a', 365 * 24 * 60 * MINUTE);
      publish(SECOND, 'b');
      publish(2 * SECOND, 'c');
      publish(2 * MINUTE + 3 * SECOND, 'd');
      same(isKnown('a'), false, 'a message that a wrong clock had stamped stays for as long as that clock was ahead', NOW);
    },
  },
};
