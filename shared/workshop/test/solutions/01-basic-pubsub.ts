import type { Solution } from './solution.ts';

export const solutions: readonly Solution[] = [
  {
    task: '1.2',
    name: 'makes the Set first, and adds to it then',
    body: `
    if (!this.#subscribers.has(channel)) this.#subscribers.set(channel, new Set());
    this.#subscribers.get(channel)?.add(session);
    session.channels ??= new Set();
    session.channels.add(channel);`,
  },
  {
    task: '1.2',
    name: 'does nothing',
    body: '',
    message: 'after subscribing, the session is not among the readers of its channel',
  },
];
