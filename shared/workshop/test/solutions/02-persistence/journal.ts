// Other people's solutions of task 2.11.

import type { Solution } from '../solution.ts';

const RETIRE = 'this.#store.retire(key, newest - this.#retain);';
const PURGE = 'this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());';

export const solutions: readonly Solution[] = [
  {
    task: '2.11',
    name: 'purges first, by one look at the clock',
    body: `
    const now = new Date().getTime();
    this.#store.purge(key, now - REMEMBER_MS, now);
    ${RETIRE}`,
  },
  {
    task: '2.11',
    name: 'looks at the clock once',
    body: `
    const now = new Date().getTime();
    const floor = newest - this.#retain;
    this.#store.retire(key, floor);
    this.#store.purge(key, now - REMEMBER_MS, now);`,
  },
  { task: '2.11', name: 'forgets to raise the floor', body: PURGE, message: 'messages beyond those that are kept are still read' },
  {
    task: '2.11',
    name: 'has a floor one too low',
    body: `this.#store.retire(key, newest - this.#retain - 1);\n${PURGE}`,
    message: 'more messages are read than are kept',
  },
  {
    task: '2.11',
    name: 'has a floor one too high',
    body: `this.#store.retire(key, newest - this.#retain + 1);\n${PURGE}`,
    message: 'fewer messages are read than are kept',
  },
  {
    task: '2.11',
    name: 'retires by how many are kept',
    body: `this.#store.retire(key, this.#retain);\n${PURGE}`,
    message: 'more messages are read than are kept',
  },
  {
    task: '2.11',
    name: 'retires everything',
    body: `this.#store.retire(key, newest);\n${PURGE}`,
    message: 'fewer messages are read than are kept',
  },
  {
    task: '2.11',
    name: 'forgets the purge',
    body: RETIRE,
    message: 'a message is still there that was retired and older than two minutes',
  },
  {
    task: '2.11',
    name: 'purges by a time in 1970',
    body: `${RETIRE}\nthis.#store.purge(key, REMEMBER_MS, Date.now());`,
    message: 'a message is still there that was retired and older than two minutes',
  },
  {
    task: '2.11',
    name: 'purges by a time in seconds',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now() / 1000 - REMEMBER_MS, Date.now());`,
    message: 'a message is still there that was retired and older than two minutes',
  },
  {
    task: '2.11',
    name: 'purges at once',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now(), Date.now());`,
    message: 'an id was forgotten after 2 seconds',
  },
  {
    task: '2.11',
    name: 'adds what it should take away',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now() + REMEMBER_MS, Date.now());`,
    message: 'an id was forgotten after 2 seconds',
  },
  {
    task: '2.11',
    name: 'remembers for a minute',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now() - REMEMBER_MS / 2, Date.now());`,
    message: 'an id was forgotten before its two minutes were over',
  },
  {
    task: '2.11',
    name: 'gives the two times in the wrong order',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now(), Date.now() - REMEMBER_MS);`,
    message: 'an id was forgotten after 2 seconds',
  },
  {
    task: '2.11',
    name: 'leaves out the time that it is now',
    body: `${RETIRE}\n(this.#store.purge as (key: string, before: number) => number)(key, Date.now() - REMEMBER_MS);`,
    message: 'a message that a wrong clock had stamped stays for as long as that clock was ahead',
  },
  {
    task: '2.11',
    name: 'takes the time before for now, too',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now() - REMEMBER_MS, Date.now() - REMEMBER_MS);`,
    message: 'an id was forgotten after 2 seconds',
  },
  {
    task: '2.11',
    name: 'knows no wrong clock',
    body: `${RETIRE}\nthis.#store.purge(key, Date.now() - REMEMBER_MS, Number.POSITIVE_INFINITY);`,
    message: 'a message that a wrong clock had stamped stays for as long as that clock was ahead',
  },
];
