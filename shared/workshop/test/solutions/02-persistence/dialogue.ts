// Other people's solutions of task 2.5.

import type { Solution } from '../solution.ts';

const TAKE_UP = 'for (const message of waiting) this.receive(session, message);';

export const solutions: readonly Solution[] = [
  {
    task: '2.5',
    name: 'takes them by forEach, and reads on in any case',
    body: `
    session.resume();
    waiting.forEach((message) => this.receive(session, message));`,
  },
  {
    task: '2.5',
    name: 'takes them off a copy, one by one',
    body: `
    const rest = [...waiting];
    if (!(rest.length < MAX_WAITING)) session.resume();
    for (let message = rest.shift(); message !== undefined; message = rest.shift()) this.receive(session, message);`,
  },
  { task: '2.5', name: 'does nothing', body: '', message: 'not all that waited behind the command was done' },
  {
    task: '2.5',
    name: 'takes up the first one only',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    const [message] = waiting;
    if (message !== undefined) this.receive(session, message);`,
    message: 'not all that waited behind the command was done',
  },
  {
    task: '2.5',
    name: 'begins with the last',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    for (const message of waiting.toReversed()) this.receive(session, message);`,
    message: 'what waited behind the command was done in another order than sent',
  },
  {
    task: '2.5',
    name: 'takes the way of stage 01',
    body: `
    if (waiting.length >= MAX_WAITING) session.resume();
    for (const message of waiting) this.#broker.receive(session, message);`,
    message: 'what waited is not answered as usual',
  },
  { task: '2.5', name: 'forgets to read on', body: TAKE_UP, message: 'the client was paused at the limit, and is not read again' },
  {
    task: '2.5',
    name: 'reads on only above the limit',
    body: `
    if (waiting.length > MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused at the limit, and is not read again',
  },
  {
    task: '2.5',
    name: 'reads on only at the very limit',
    body: `
    if (waiting.length === MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused, more came, and it is not read again',
  },
  {
    task: '2.5',
    name: 'reads on below the limit',
    body: `
    if (waiting.length < MAX_WAITING) session.resume();
    ${TAKE_UP}`,
    message: 'the client was paused at the limit, and is not read again',
  },
  {
    task: '2.5',
    name: 'reads on when all is taken up',
    body: `
    ${TAKE_UP}
    if (waiting.length >= MAX_WAITING) session.resume();`,
    message: 'the list was full again, and the client is read all the same',
  },
];
