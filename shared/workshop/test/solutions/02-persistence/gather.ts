// Other people's solutions of task 2.1.

import type { Solution } from '../solution.ts';

const CHECKS = 'for (const check of this.steps.check) check(message);';
const STAMPS = 'for (const stamp of this.steps.stamp) stamp(message);';
const END = 'this.#later(() => this.#broker.guard(() => this.settle()))';

export const solutions: readonly Solution[] = [
  {
    task: '2.1',
    name: 'goes through both lists by forEach, and looks first whether the turn is empty',
    body: `
    [...this.steps.check, ...this.steps.stamp].forEach((step) => step(message));
    if (this.#messages.length === 0) ${END};
    this.#messages = [...this.#messages, message];`,
  },
  {
    task: '2.1',
    name: 'calls the first check only',
    body: `
    this.steps.check[0]?.(message);
    ${STAMPS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'not every check was called with the message',
  },
  {
    task: '2.1',
    name: 'forgets the stamps',
    body: `
    ${CHECKS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'not every stamp was called with the message',
  },
  {
    task: '2.1',
    name: 'stamps first',
    body: `
    ${STAMPS}
    ${CHECKS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'a stamp was called before every check had said yes',
  },
  {
    task: '2.1',
    name: 'stamps a copy',
    body: `
    const copy = { ...message };
    for (const check of this.steps.check) check(copy);
    for (const stamp of this.steps.stamp) stamp(copy);
    if (this.#messages.push(copy) === 1) ${END};`,
    message: 'a step did not get the message itself',
  },
  {
    task: '2.1',
    name: 'takes every step at once',
    body: `
    for (const steps of Object.values(this.steps)) for (const step of steps) step(message);
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'publish did more than gather the message',
  },
  {
    task: '2.1',
    name: 'catches what a check throws',
    body: `
    try {
      ${CHECKS}
    } catch {
      return;
    }
    ${STAMPS}
    if (this.#messages.push(message) === 1) ${END};`,
    message: 'what a check threw did not leave publish',
  },
  {
    task: '2.1',
    name: 'pushes first, and asks for the end of the turn last',
    body: `
    const length = this.#messages.push(message);
    ${CHECKS}
    ${STAMPS}
    if (length === 1) ${END};`,
    message: 'a message that a check refused is in the turn all the same',
  },
  {
    task: '2.1',
    name: 'pushes first of all',
    body: `
    if (this.#messages.push(message) === 1) ${END};
    ${CHECKS}
    ${STAMPS}`,
    message: 'a message that a check refused asked for the end of the turn',
  },
  {
    task: '2.1',
    name: 'asks for no end',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);`,
    message: 'the first message has not asked for the end of the turn',
  },
  {
    task: '2.1',
    name: 'ends the turn at once',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(this.settle() as never);`,
    message: 'publish has ended the turn at once',
  },
  {
    task: '2.1',
    name: 'asks for the end with every message',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);
    ${END};`,
    message: 'the second message has asked for the end of the turn, too',
  },
  {
    task: '2.1',
    name: 'takes the method off its object',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(this.settle);`,
    message: 'what this.#later was given throws',
  },
  {
    task: '2.1',
    name: 'asks once for all turns',
    body: `
    ${CHECKS}
    ${STAMPS}
    this.#messages.push(message);
    if (!this.#asked) ${END};
    this.#asked = true;`,
    also: [['  #messages: Message[] = [];', '  #messages: Message[] = [];\n  #asked = false;']],
    message: 'nobody asked for the end of the second turn',
  },
  {
    task: '2.1',
    name: 'forgets guard',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.push(message) === 1) this.#later(() => this.settle());`,
    message: 'nobody catches what settle throws at the end of a turn',
  },
  {
    task: '2.1',
    name: 'forgets to push',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (!this.#asked) this.#later(() => this.#broker.guard(() => { this.#asked = false; this.settle(); }));
    this.#asked = true;`,
    also: [['  #messages: Message[] = [];', '  #messages: Message[] = [];\n  #asked = false;']],
    message: 'what was published is not in the turn',
  },
  {
    task: '2.1',
    name: 'puts the newest first',
    body: `
    ${CHECKS}
    ${STAMPS}
    if (this.#messages.unshift(message) === 1) ${END};`,
    message: 'the turn does not have each message once, in the order published',
  },
];
