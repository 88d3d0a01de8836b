import type { Solution } from '../solution.ts';

export const rights: readonly Solution[] = [
  {
    task: '3.10',
    name: 'walks through the patterns',
    body: `
    const { [right]: patterns } = session.rights ?? {};
    if (!patterns) return true;
    for (const pattern of patterns) if (covers(pattern, target)) return true;
    return false;`,
  },
  {
    task: '3.10',
    name: 'counts those that match',
    body: `
    const patterns = session.rights?.[right] ?? ['*', '#', '@*', target];
    return patterns.filter((pattern) => covers(pattern, target)).length > 0;`,
  },
  {
    task: '3.10',
    name: 'compares names',
    body: `
    const patterns = session.rights?.[right];
    return patterns === undefined || patterns.includes(target);`,
    message: 'a channel that a pattern in the token covers was refused',
  },
  {
    task: '3.10',
    name: 'asks whether the target covers the pattern',
    body: `
    const patterns = session.rights?.[right];
    return patterns === undefined || patterns.some((pattern) => covers(target, pattern));`,
    message: 'a channel that a pattern in the token covers was refused',
  },
  {
    task: '3.10',
    name: 'allows everything',
    body: 'return true;',
    message: 'a channel that no pattern in the token covers was not refused',
  },
  {
    task: '3.10',
    name: 'takes the beginning of a name for a pattern',
    body: `
    const patterns = session.rights?.[right];
    return patterns === undefined || patterns.some((pattern) => covers(pattern, target) || pattern.startsWith(target));`,
    message: 'a channel that no pattern in the token covers was not refused',
  },
  {
    task: '3.10',
    name: 'wants every pattern to match',
    body: `
    const patterns = session.rights?.[right];
    return patterns === undefined || (patterns.length > 0 && patterns.every((pattern) => covers(pattern, target)));`,
    message: 'a channel that one of several patterns covers was refused',
  },
  {
    task: '3.10',
    name: 'stops after the first pattern',
    body: `
    const patterns = session.rights?.[right];
    if (patterns === undefined) return true;
    for (const pattern of patterns) return covers(pattern, target);
    return false;`,
    message: 'a channel that one of several patterns covers was refused',
  },
  {
    task: '3.10',
    name: 'takes an absent list for an empty one',
    body: `return (session.rights?.[right] ?? []).some((pattern) => covers(pattern, target));`,
    message: 'a token without a list was not allowed everything',
  },
  {
    task: '3.10',
    name: 'takes an empty list for an absent one',
    body: `
    const patterns = session.rights?.[right];
    return !patterns?.length || patterns.some((pattern) => covers(pattern, target));`,
    message: 'an empty list did not forbid everything',
  },
  {
    task: '3.10',
    name: 'asks for the right to publish in any case',
    body: `
    const patterns = session.rights?.publish;
    return patterns === undefined || patterns.some((pattern) => covers(pattern, target));`,
    message: 'the list for one right decided about the other',
  },
  {
    task: '3.10',
    name: 'takes both lists together',
    body: `
    const { publish, subscribe } = session.rights ?? {};
    if (session.rights?.[right] === undefined) return true;
    return [...(publish ?? []), ...(subscribe ?? [])].some((pattern) => covers(pattern, target));`,
    message: 'the list for one right decided about the other',
  },

  {
    task: '3.11',
    name: 'takes an empty list for none',
    body: `
    if (!session.rights?.subscribe?.length) return;
    const lost = [...(session.channels ?? [])].filter((channel) => !this.#may(session, 'subscribe', channel));
    for (const channel of lost) this.#subscriptions.end(session, channel);`,
    message: 'a newer token that lets its user subscribe to nothing left a subscription',
  },
  {
    task: '3.11',
    name: 'ends them while it walks through the Set',
    body: `
    session.channels?.forEach((channel) => {
      if (!this.#may(session, 'subscribe', channel)) this.#subscriptions.end(session, channel);
    });`,
  },
  {
    task: '3.11',
    name: 'asks authorize, and walks through a copy from the end',
    body: `
    if (!session.channels) return;
    for (const channel of Array.from(session.channels).reverse()) {
      try {
        this.authorize(session, 'subscribe', channel);
      } catch {
        this.#subscriptions.end(session, channel);
      }
    }`,
  },
  {
    task: '3.11',
    name: 'does nothing',
    body: '',
    message: 'a subscription that the newer token does not cover was not ended',
  },
  {
    task: '3.11',
    name: 'ends those that are covered',
    body: `for (const channel of [...(session.channels ?? [])]) if (this.#may(session, 'subscribe', channel)) this.#subscriptions.end(session, channel);`,
    message: 'a subscription that the newer token does not cover was not ended',
  },
  {
    task: '3.11',
    name: 'ends all',
    body: `for (const channel of [...(session.channels ?? [])]) this.#subscriptions.end(session, channel);`,
    message: 'a subscription that the newer token covers was ended',
  },
  {
    task: '3.11',
    name: 'stops after the first',
    body: `
    const lost = [...(session.channels ?? [])].find((channel) => !this.#may(session, 'subscribe', channel));
    if (lost) this.#subscriptions.end(session, lost);`,
    message: 'only some of the subscriptions that the newer token does not cover were ended',
  },
  {
    task: '3.11',
    name: 'stops at the first that is covered',
    body: `
    for (const channel of [...(session.channels ?? [])]) {
      if (this.#may(session, 'subscribe', channel)) break;
      this.#subscriptions.end(session, channel);
    }`,
    message: 'only some of the subscriptions that the newer token does not cover were ended',
  },
  {
    task: '3.11',
    name: 'asks for the wrong right',
    body: `for (const channel of [...(session.channels ?? [])]) if (!this.#may(session, 'publish', channel)) this.#subscriptions.end(session, channel);`,
    message: 'a subscription that the newer token does not cover was not ended',
  },
  {
    task: '3.11',
    name: 'wants both rights',
    body: `
    for (const channel of [...(session.channels ?? [])])
      if (!this.#may(session, 'subscribe', channel) || !this.#may(session, 'publish', channel)) this.#subscriptions.end(session, channel);`,
    message: 'the right to publish decided about a subscription',
  },
  {
    task: '3.11',
    name: 'takes the channel out of the Set only',
    body: `for (const channel of session.channels ?? []) if (!this.#may(session, 'subscribe', channel)) session.channels?.delete(channel);`,
    message: 'a subscription that the newer token does not cover was not ended',
  },
  {
    task: '3.11',
    name: 'ends each twice',
    body: `
    const lost = [...(session.channels ?? [])].filter((channel) => !this.#may(session, 'subscribe', channel));
    for (const channel of [...lost, ...lost]) this.#subscriptions.end(session, channel);`,
    message: 'the listeners in onEnd were not called once for each channel',
  },
  {
    task: '3.11',
    name: 'stumbles over a session without subscriptions',
    body: `
    const lost = [...session.channels!].filter((channel) => !this.#may(session, 'subscribe', channel));
    for (const channel of lost) this.#subscriptions.end(session, channel);`,
    message: 'it threw TypeError: session.channels is not iterable',
  },
];
