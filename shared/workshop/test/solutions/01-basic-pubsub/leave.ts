// Other people's solutions of tasks 1.4 and 1.5.

import type { Solution } from '../solution.ts';

export const solutions: readonly Solution[] = [
  {
    task: '1.4',
    name: 'returns early, and looks at the size',
    body: `
    session.channels?.delete(channel);
    const sessions = this.#subscribers.get(channel);
    if (!sessions?.has(session)) return;
    if (sessions.size === 1) this.#subscribers.delete(channel);
    else sessions.delete(session);`,
  },
  {
    task: '1.4',
    name: 'filters the others',
    body: `
    const others = [...this.readers(channel)].filter((other) => other !== session);
    if (others.length > 0) this.#subscribers.set(channel, new Set(others));
    else this.#subscribers.delete(channel);
    session.channels?.delete(channel);`,
  },
  {
    task: '1.4',
    name: 'forgets the table',
    body: 'session.channels?.delete(channel);',
    message: 'after unsubscribing, the session is still among the readers of the channel',
  },
  {
    task: '1.4',
    name: 'forgets session.channels',
    body: `
    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);`,
    message: 'after unsubscribing, session.channels still has the channel',
  },
  {
    task: '1.4',
    name: 'leaves the empty Set',
    body: `
    this.#subscribers.get(channel)?.delete(session);
    session.channels?.delete(channel);`,
    message: 'after the last one unsubscribed, the channel still has an entry: an empty Set',
  },
  {
    task: '1.4',
    name: 'deletes the channel for everyone',
    body: `
    this.#subscribers.delete(channel);
    session.channels?.delete(channel);`,
    message: 'when one session unsubscribed, the other readers were lost',
  },
  {
    task: '1.4',
    name: 'looks at the size before the delete',
    body: `
    const sessions = this.#subscribers.get(channel);
    if (sessions?.size === 1) this.#subscribers.delete(channel);
    sessions?.delete(session);
    session.channels?.delete(channel);`,
    message: 'a session that never subscribed unsubscribed, and the only reader was lost',
  },
  {
    task: '1.4',
    name: 'makes a Set for a channel that nobody wants',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions);
    sessions.delete(session);
    session.channels?.delete(channel);
    if (sessions.size === 0 && session.channels?.size === 0) this.#subscribers.delete(channel);`,
    message: 'unsubscribing from a channel that nobody wants has made an entry for it',
  },
  {
    task: '1.4',
    name: 'forgets all channels of the session',
    body: `
    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);
    session.channels?.clear();`,
    message: 'after unsubscribing from one channel, session.channels does not have exactly the other',
  },
  {
    task: '1.4',
    name: 'takes both for granted',
    body: `
    const sessions = this.#subscribers.get(channel)!;
    sessions.delete(session);
    if (sessions.size === 0) this.#subscribers.delete(channel);
    session.channels!.delete(channel);`,
    message: "it threw TypeError: Cannot read properties of undefined (reading 'delete')",
  },
  {
    task: '1.5',
    name: 'goes through them by forEach',
    body: 'session.channels?.forEach((channel) => this.unsubscribe(session, channel));',
  },
  {
    task: '1.5',
    name: 'searches the whole table',
    body: `
    for (const [channel, sessions] of [...this.#subscribers]) {
      if (sessions.delete(session) && sessions.size === 0) this.#subscribers.delete(channel);
    }`,
  },
  {
    task: '1.5',
    name: "clears the session's own list only",
    body: 'session.channels?.clear();',
    message: 'after leaving, the session is still among the readers of its channel',
  },
  {
    task: '1.5',
    name: 'clears the list first, and goes through it then',
    body: `
    session.channels?.clear();
    for (const channel of session.channels ?? []) this.unsubscribe(session, channel);`,
    message: 'after leaving, the session is still among the readers of its channel',
  },
  {
    task: '1.5',
    name: 'stops after the first channel',
    body: `
    for (const channel of session.channels ?? []) {
      this.unsubscribe(session, channel);
      return;
    }`,
    message: 'after leaving, the session is still among the readers of some of its channels',
  },
  {
    task: '1.5',
    name: 'deletes its channels for everyone',
    body: 'for (const channel of session.channels ?? []) this.#subscribers.delete(channel);',
    message: 'when one session left, the other readers of its channel were lost',
  },
  {
    task: '1.5',
    name: 'forgets that session.channels may be absent',
    body: 'for (const channel of session.channels!) this.unsubscribe(session, channel);',
    message: 'it threw TypeError: session.channels is not iterable',
  },
  {
    task: '1.5',
    name: 'leaves the empty Sets',
    body: 'for (const channel of session.channels ?? []) this.#subscribers.get(channel)?.delete(session);',
    message: 'after its last reader left, the channel still has an entry: an empty Set',
  },
];
