// What task 2.11 must do: keep no more messages than RETAIN_MESSAGES, and their ids for two minutes.

import { mock } from 'node:test';
import { same, type TaskChecks, wrong } from '@workshop/cli/task-checks';
import { Journal } from '#journal';
import { MemoryStore } from '../src/store/memory-store.ts';
import { withClock } from './set-up.ts';

const RETAIN = 3;

function journal() {
  const store = new MemoryStore();
  const log = new Journal(store, RETAIN);
  const publish = (count: number) => {
    for (let n = 0; n < count; n += 1)
      store.transaction(() => log.append('news', { id: `m${store.bounds('news').newest + 1}`, time: Date.now(), body: 'x' }));
  };
  return { store, publish };
}

export const checks: TaskChecks = {
  '2.11': {
    'only the newest can be read': () =>
      withClock(() => {
        const { store, publish } = journal();
        publish(RETAIN + 2);
        const read = store.read('news', 0, 99).map(({ seq }) => seq);
        if (read.length > RETAIN)
          throw wrong(
            `more than the newest ${RETAIN} messages can be read`,
            '3, 4, 5',
            read.join(', '),
            'retire all up to newest - retain: what lies at the floor is no longer read',
          );
        same(
          read,
          [3, 4, 5],
          `fewer than the newest ${RETAIN} messages can be read`,
          'the floor is newest - retain, not one more: what lies at the floor is no longer read',
        );
      }),
    'an id is remembered for two minutes': () =>
      withClock(() => {
        const { store, publish } = journal();
        publish(1);
        mock.timers.tick(100_000);
        publish(RETAIN + 3);
        same(
          store.find('news', { id: 'm1' }),
          1,
          'the id of a message is forgotten within two minutes',
          'purge only what is older than REMEMBER_MS: before is Date.now() - REMEMBER_MS',
        );
      }),
    'what is older is removed': () =>
      withClock(() => {
        const { store, publish } = journal();
        publish(6);
        mock.timers.tick(180_000);
        publish(6);
        same(
          store.sizeOf('news'),
          6,
          'retired messages that are older than two minutes are never removed',
          'purge at each append what is older than REMEMBER_MS: its times are in ms since 1970, so before is Date.now() - REMEMBER_MS, and now is Date.now()',
        );
      }),
    'one from a wrong clock does not stand in the way': () =>
      withClock(() => {
        const { store, publish } = journal();
        store.transaction(() => store.append('news', { id: 'future', time: Date.now() + 1e9, body: 'x' }));
        publish(5);
        mock.timers.tick(180_000);
        publish(6);
        same(
          store.sizeOf('news') < 8,
          true,
          'a message of the future keeps everything behind it from being removed',
          'the third argument of purge is the time of now: Date.now()',
        );
      }),
  },
};
