// What the task in exercise/outbox.ts must do, seen from inside.

import { MemoryStore } from '02-persistence';
import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { watchCalls } from '@workshop/cli/task-checks/watch-calls';
import { Outbox } from '#outbox';
import { START, withClock } from './set-up.ts';

const MINUTE = 60_000;
const KEY = '>there';

function setUp({ limit = 10, store = new MemoryStore() } = {}) {
  let overflows = 0;
  const outbox = new Outbox(store, 'there', limit, () => (overflows += 1));
  /** Adds messages with these bodies, each in a transaction, as a turn does. Their ids are their bodies. */
  const add = (...bodies: string[]) => {
    for (const body of bodies) store.transaction(() => outbox.add({ target: 'news', id: body, from: 'alice', time: Date.now(), body }));
  };
  const bodies = () => outbox.after(0).map(({ body }) => body);
  const envelopeOf = (id: string) => ({ target: 'news', id, from: 'alice' });
  return { store, outbox, add, bodies, has: (id: string) => outbox.has(envelopeOf(id)), overflows: () => overflows };
}

export const checks: TaskChecks = {
  '6.8': {
    'an envelope goes to the end': () => {
      const { outbox, add } = setUp();
      const other = setUp().outbox;
      add('one', 'two', 'three');
      same(
        outbox.after(0).map(({ number, id, from, body, target }) => `${number} ${id} ${from} ${target} ${body}`),
        ['1 one alice news one', '2 two alice news two', '3 three alice news three'],
        'the envelopes that were added are not in the outbox, in their order',
        'this.#store.append(this.#key, envelope), as the last step',
      );
      same(other.after(0), [], 'an envelope got into the outbox of another peer', 'give append this.#key');
    },
    'an envelope that is in there already is not put in again': () => {
      const { add, bodies } = setUp();
      add('one', 'two', 'one');
      same(bodies(), ['one', 'two'], 'an envelope was put in twice', 'return if this.has(envelope)');
    },
    'nothing is dropped while no more wait than the limit allows': () => {
      const { add, bodies, overflows } = setUp({ limit: 3 });
      add('one', 'two', 'three');
      same(
        bodies(),
        ['one', 'two', 'three'],
        'an outbox in which three may wait did not keep three',
        'with the new one, number newest + 1, at most this.#limit may wait: the last one that is gone is newest + 1 - this.#limit, or floor',
      );
      same(
        overflows(),
        0,
        'messages were said to be dropped while there was room',
        'call this.#overflow() only if lastGone is above floor',
      );
    },
    'if it is full, the oldest makes room for the newest': () => {
      const { add, bodies, outbox } = setUp({ limit: 3 });
      add('one', 'two', 'three', 'four', 'five');
      same(
        bodies(),
        ['three', 'four', 'five'],
        'of five messages, the newest three should wait in an outbox of three',
        'retire everything up to newest + 1 - this.#limit, where newest is the number before the new one is appended',
      );
      same(outbox.waiting, 3, 'the outbox says that a wrong number of messages waits');
    },
    'dropping messages is reported': () => {
      const { add, outbox, overflows } = setUp({ limit: 2 });
      add('one', 'two');
      outbox.acknowledge(2);
      add('three', 'four');
      same(
        overflows(),
        0,
        'messages that had arrived were said to be dropped',
        'what has arrived no longer waits: compare with the floor of this.#bounds()',
      );
      add('five');
      same(
        overflows(),
        1,
        'a message that had not arrived was dropped, and nobody was told',
        'if lastGone is above floor: this.#overflow()',
      );
    },
    'what has arrived does not come back after a restart': () => {
      const { store, add, outbox } = setUp();
      add('one', 'two', 'three');
      outbox.acknowledge(2);
      add('four');
      same(
        setUp({ store }).bodies(),
        ['three', 'four'],
        'after a restart, messages that had arrived before the last one was added wait again',
        'retire up to the floor of this.#bounds() if nothing is dropped: that is how far everything has arrived',
      );
    },
    'what is retired is removed when its id need not be remembered any more, and no sooner': () =>
      withClock((clock) => {
        const { store, add, outbox, has } = setUp();
        const purge = watchCalls(store, 'purge');
        add('one');
        outbox.acknowledge(1);
        clock.pass(MINUTE);
        add('two');
        same(
          has('one'),
          true,
          'the id of a message was forgotten one minute after it had arrived',
          'a repeat may still come: purge only what is from before Date.now() - REMEMBER_MS',
        );
        clock.pass(1.5 * MINUTE);
        add('three');
        same(
          purge.calls.length > 0,
          true,
          'nothing is ever removed from the store',
          'this.#store.purge(this.#key, Date.now() - REMEMBER_MS, Date.now()) at each add',
        );
        same(
          purge.calls.every(({ args: [key, before, now] }) => key === KEY && Number(before) > START - 10 * MINUTE && Number(now) >= START),
          true,
          'the purge was asked for another log, or for a time long ago',
          'give it this.#key, the time REMEMBER_MS ago as Date.now() has it, and Date.now()',
        );
        same(
          { stored: store.sizeOf(KEY), remembered: has('one') },
          { stored: 2, remembered: false },
          'two and a half minutes after a message had come and arrived, it is still in the store',
          'purge removes what is retired: the order is retire, purge, append',
        );
      }),
  },
};
