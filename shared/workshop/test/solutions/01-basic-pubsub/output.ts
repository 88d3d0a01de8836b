// Other people's solutions of task 1.6.

import type { Solution } from '../solution.ts';

export const solutions: readonly Solution[] = [
  { task: '1.6', name: 'says the opposite, and turns it round', body: 'return !(backlog < this.#maxBacklog);' },
  {
    task: '1.6',
    name: 'returns early',
    body: `
    if (this.#maxBacklog > backlog) return false;
    return true;`,
  },
  {
    task: '1.6',
    name: 'cuts above the limit',
    body: 'return backlog > this.#maxBacklog;',
    message: 'a reader exactly at the limit is not cut off',
  },
  {
    task: '1.6',
    name: 'compares the wrong way round',
    body: 'return backlog <= this.#maxBacklog;',
    message: 'a reader with a backlog of 1 byte is cut off',
  },
  { task: '1.6', name: 'cuts at any backlog', body: 'return backlog > 0;', message: 'a reader with a backlog of 1 byte is cut off' },
  { task: '1.6', name: 'forgets to return', body: 'backlog >= this.#maxBacklog;', message: 'a reader that is far behind is not cut off' },
  {
    task: '1.6',
    name: 'cuts one byte too early',
    body: 'return backlog + 1 >= this.#maxBacklog;',
    message: 'a reader one byte below the limit is cut off',
  },
  {
    task: '1.6',
    name: 'has a limit of its own',
    body: 'return backlog >= 10_000;',
    message: 'with a limit of 50 bytes, a reader with a backlog of 60 is not cut off',
  },
  {
    task: '1.6',
    name: 'counts kilobytes',
    body: 'return backlog / 1024 >= this.#maxBacklog;',
    message: 'a reader that is far behind is not cut off',
  },
];
