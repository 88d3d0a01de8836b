// Other people's solutions of task 1.2.

import type { Solution } from '../solution.ts';

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
    name: 'copies both Sets',
    body: `
    if (this.readers(channel).has(session)) return;
    this.#subscribers.set(channel, new Set([...this.readers(channel), session]));
    session.channels = new Set([...(session.channels ?? []), channel]);`,
  },
  { task: '1.2', name: 'does nothing', body: '', message: 'after subscribing, the session is not among the readers of its channel' },
  {
    task: '1.2',
    name: 'makes a Set and does not put it into the Map',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    sessions.add(session);
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'after subscribing, the session is not among the readers of its channel',
  },
  {
    task: '1.2',
    name: 'forgets session.channels',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));`,
    message: 'after subscribing, session.channels does not have the channel',
  },
  {
    task: '1.2',
    name: 'adds to session.channels only where it is there',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
    session.channels?.add(channel);`,
    message: 'after subscribing, session.channels does not have the channel',
  },
  {
    task: '1.2',
    name: 'replaces session.channels at each subscribe',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
    session.channels = new Set([channel]);`,
    message: 'after subscribing to a second channel, session.channels does not have both',
  },
  {
    task: '1.2',
    name: 'replaces the Set of the channel',
    body: `
    this.#subscribers.set(channel, new Set([session]));
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'after a second session subscribed, the readers are not both of them',
  },
  {
    task: '1.2',
    name: 'fills the Set that readers() gives for nobody',
    body: `
    const sessions = this.readers(channel) as Set<Subscriber>;
    this.#subscribers.set(channel, sessions.add(session));
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'after subscribing to one channel, the session is among the readers of another',
  },
  {
    task: '1.2',
    name: 'keeps the sessions in a list',
    body: `
    const sessions = (this.#subscribers.get(channel) ?? []) as Subscriber[];
    sessions.push(session);
    this.#subscribers.set(channel, sessions as never);
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'after subscribing twice, the session is in the table twice',
  },
  {
    task: '1.2',
    name: 'toggles',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    if (!sessions.delete(session)) sessions.add(session);
    this.#subscribers.set(channel, sessions);
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'after subscribing twice, the session is no longer among the readers',
  },
];
