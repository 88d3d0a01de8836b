import type { Solution } from '../solution.ts';

export const outbox: readonly Solution[] = [
  {
    task: '6.8',
    name: 'tells the full outbox from the others, and appends before it retires',
    body: `
    if (this.has(envelope)) return;
    const { floor } = this.#bounds();
    const number = this.#store.append(this.#key, envelope);
    const isTooMuch = number - floor > this.#limit;
    if (isTooMuch) {
      this.#overflow();
      this.#store.retire(this.#key, number - this.#limit);
    } else {
      this.#store.retire(this.#key, floor);
    }
    this.#store.purge(this.#key, Date.now() - REMEMBER_MS, Date.now());`,
  },
  {
    task: '6.8',
    name: 'asks isFull',
    body: `
    if (!this.has(envelope)) {
      const { floor } = this.#bounds();
      const now = Date.now();
      const lastGone = this.isFull ? floor + 1 : floor;
      if (this.isFull) this.#overflow();
      this.#store.retire(this.#key, lastGone);
      this.#store.purge(this.#key, now - REMEMBER_MS, now);
      this.#store.append(this.#key, envelope);
    }`,
  },
  { task: '6.8', name: 'does nothing', body: '', message: 'the envelopes that were added are not in the outbox, in their order' },
  {
    task: '6.8',
    name: 'puts a repeat in',
    body: add({ once: '' }),
    message: 'an envelope was put in twice',
  },
  {
    task: '6.8',
    name: 'drops one too early',
    body: add({ lastGone: 'Math.max(floor, newest - this.#limit + 2)' }),
    message: 'an outbox in which three may wait did not keep three',
  },
  {
    task: '6.8',
    name: 'drops one too late',
    body: add({ lastGone: 'Math.max(floor, newest - this.#limit)' }),
    message: 'of five messages, the newest three should wait in an outbox of three',
  },
  {
    task: '6.8',
    name: 'refuses the newest',
    body: add({ once: 'if (this.has(envelope) || this.isFull) return;' }),
    message: 'of five messages, the newest three should wait in an outbox of three',
  },
  {
    task: '6.8',
    name: 'drops everything',
    body: add({ lastGone: 'this.isFull ? newest : floor' }),
    message: 'of five messages, the newest three should wait in an outbox of three',
  },
  {
    task: '6.8',
    name: 'never drops',
    body: add({ lastGone: 'floor' }),
    message: 'of five messages, the newest three should wait in an outbox of three',
  },
  {
    task: '6.8',
    name: 'tells each add',
    body: add({ overflow: 'this.#overflow();' }),
    message: 'messages were said to be dropped while there was room',
  },
  {
    task: '6.8',
    name: 'tells that the last place is taken',
    body: add({ overflow: 'if (lastGone >= floor) this.#overflow();' }),
    message: 'messages were said to be dropped while there was room',
  },
  {
    task: '6.8',
    name: 'tells nobody',
    body: add({ overflow: '' }),
    message: 'a message that had not arrived was dropped, and nobody was told',
  },
  {
    task: '6.8',
    name: 'takes what has arrived for dropped',
    body: add({ overflow: 'if (lastGone > this.#store.bounds(this.#key).floor) this.#overflow();' }),
    message: 'messages that had arrived were said to be dropped',
  },
  {
    task: '6.8',
    name: 'retires only what is dropped',
    body: add({
      overflow: 'if (lastGone > floor) this.#overflow();',
      retire: 'if (lastGone > floor) this.#store.retire(this.#key, lastGone);',
    }),
    message: 'after a restart, messages that had arrived before the last one was added wait again',
  },
  {
    task: '6.8',
    name: 'forgets the purge',
    body: add({ purge: '' }),
    message: 'nothing is ever removed from the store',
  },
  {
    task: '6.8',
    name: 'purges by a time in 1970',
    body: add({ purge: 'this.#store.purge(this.#key, REMEMBER_MS, Date.now());' }),
    message: 'the purge was asked for another log, or for a time long ago',
  },
  {
    task: '6.8',
    name: 'gives the purge no right clock',
    body: add({ purge: 'this.#store.purge(this.#key, Date.now() - REMEMBER_MS, 0);' }),
    message: 'the purge was asked for another log, or for a time long ago',
  },
  {
    task: '6.8',
    name: 'forgets the id at once',
    body: add({ purge: 'this.#store.purge(this.#key, Date.now(), Date.now());' }),
    message: 'the id of a message was forgotten one minute after it had arrived',
  },
];

/** Our 6.8, with parts of it changed. */
function add({
  once = 'if (this.has(envelope)) return;',
  lastGone = 'Math.max(floor, newest - this.#limit + 1)',
  overflow = 'if (lastGone > floor) this.#overflow();',
  retire = 'this.#store.retire(this.#key, lastGone);',
  purge = 'this.#store.purge(this.#key, Date.now() - REMEMBER_MS, Date.now());',
}): string {
  return `
    ${once}
    const { floor, newest } = this.#bounds();
    const lastGone = ${lastGone};
    ${overflow}
    ${retire}
    ${purge}
    this.#store.append(this.#key, envelope);`;
}
