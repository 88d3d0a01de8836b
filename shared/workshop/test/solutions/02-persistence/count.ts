// Other people's solutions of task 2.6.

import type { Solution } from '../solution.ts';

const NO_COUNT = 'if (body === undefined) return DEFAULT_COUNT;';
const REFUSE = "throw new Refusal('BAD_FRAME', 'no number of messages');";

export const solutions: readonly Solution[] = [
  {
    task: '2.6',
    name: 'asks for a digit that is not 0',
    body: `
    if (body === undefined) return DEFAULT_COUNT;
    if (!/^0*[1-9][0-9]*$/.test(body)) ${REFUSE}
    const wanted = BigInt(body);
    return wanted > MAX_COUNT ? MAX_COUNT : Number(wanted);`,
  },
  {
    task: '2.6',
    name: 'looks at each character',
    body: `
    const text = body ?? String(DEFAULT_COUNT);
    let count = 0;
    for (const character of text) {
      if (character < '0' || character > '9') ${REFUSE}
      count = Math.min(MAX_COUNT, count * 10 + Number(character));
    }
    if (count > 0) return count;
    ${REFUSE}`,
  },
  {
    task: '2.6',
    name: 'takes the empty body for none',
    body: `
    if (!body) return DEFAULT_COUNT;
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
    if (count === 0) ${REFUSE}
    return Math.min(count, MAX_COUNT);`,
    message: '"HISTORY:news:" is not refused',
  },
  {
    task: '2.6',
    name: 'forgets that there may be no body',
    body: `
    const count = /^\\d+$/.test(body ?? '') ? Number(body) : 0;
    if (count === 0) ${REFUSE}
    return Math.min(count, MAX_COUNT);`,
    message: '"HISTORY:news" is refused',
  },
  {
    task: '2.6',
    name: 'has parseInt say what a number is',
    body: `
    ${NO_COUNT}
    const count = Number.parseInt(body, 10);
    if (!(count > 0)) ${REFUSE}
    return Math.min(count, MAX_COUNT);`,
    message: '"HISTORY:news:12 apples" is not refused',
  },
  {
    task: '2.6',
    name: 'has Number say what a number is',
    body: `
    ${NO_COUNT}
    const count = Number(body);
    if (!Number.isInteger(count) || count < 1) ${REFUSE}
    return Math.min(count, MAX_COUNT);`,
    message: '"HISTORY:news:1e3" is not refused',
  },
  {
    task: '2.6',
    name: 'forgets the end of the pattern',
    body: `
    ${NO_COUNT}
    if (!/^\\d+/.test(body)) ${REFUSE}
    return Math.min(Number.parseInt(body, 10) || 1, MAX_COUNT);`,
    message: '"HISTORY:news:0" is not refused',
  },
  {
    task: '2.6',
    name: 'lets 0 pass',
    body: `
    ${NO_COUNT}
    if (!/^\\d+$/.test(body)) ${REFUSE}
    return Math.min(Number(body), MAX_COUNT);`,
    message: '"HISTORY:news:0" is not refused',
  },
  {
    task: '2.6',
    name: 'refuses the largest number',
    body: `
    ${NO_COUNT}
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
    if (count === 0 || count >= MAX_COUNT) ${REFUSE}
    return count;`,
    message: '"HISTORY:news:5000" is refused',
  },
  {
    task: '2.6',
    name: 'forgets the limit',
    body: `
    ${NO_COUNT}
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
    if (count === 0) ${REFUSE}
    return count;`,
    message: '"HISTORY:news:5000" does not ask for 1000 messages',
  },
  {
    task: '2.6',
    name: 'takes the larger of the two',
    body: `
    ${NO_COUNT}
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
    if (count === 0) ${REFUSE}
    return Math.max(count, MAX_COUNT);`,
    message: '"HISTORY:news:20" does not ask for 20 messages',
  },
  {
    task: '2.6',
    name: 'refuses with another code',
    body: `
    ${NO_COUNT}
    const count = /^\\d+$/.test(body) ? Number(body) : 0;
    if (count === 0) throw new Refusal('BAD_CHANNEL', 'no number of messages');
    return Math.min(count, MAX_COUNT);`,
    message: '"HISTORY:news:0" is refused with the wrong code',
  },
];
