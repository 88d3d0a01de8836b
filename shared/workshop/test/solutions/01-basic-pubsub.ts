import type { Solution } from './solution.ts';

const NO_READER = 'after subscribing, the session is not among the readers of its channel';
const NOT_KNOWN = 'after subscribing, session.channels does not have the channel';

export const solutions: readonly Solution[] = [
  {
    task: '1.1',
    name: 'splits, and joins the rest of the body again',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
  },
  {
    task: '1.1',
    name: 'one regular expression',
    body: `
    const [, verb = '', target, body] = /^([^:]*)(?::([^:]*)(?::([^]*))?)?$/.exec(text.replace(/\\r?\\n$/, '')) ?? [];
    if (!/^[A-Z_]+$/.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, ...(target !== undefined && { target }), ...(body !== undefined && { body }) };`,
  },
  {
    task: '1.1',
    name: 'splits with a limit',
    body: `
    const [verb = '', target, body] = text.replace(LINE_END, '').split(':', 3);
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body };`,
    message: 'a body with colons in it is read wrong',
  },
  {
    task: '1.1',
    name: 'takes an empty body for none',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.join(':') || undefined };`,
    message: 'an empty body is read wrong',
  },
  {
    task: '1.1',
    name: 'always has a body',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.join(':') };`,
    message: 'a frame without a body is read wrong',
  },
  {
    task: '1.1',
    name: 'trims',
    body: `
    const [verb = '', target, ...rest] = text.trim().split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: 'space or a newline within a body is lost',
  },
  {
    task: '1.1',
    name: 'keeps the line end',
    body: `
    const [verb = '', target, ...rest] = text.split(':');
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: 'a line end behind the frame is not dropped',
  },
  {
    task: '1.1',
    name: 'takes anything for a verb',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: '"hello" is no frame, and was read as one',
  },
  {
    task: '1.1',
    name: 'throws another error',
    body: `
    const [verb = '', target, ...rest] = text.replace(LINE_END, '').split(':');
    if (!VERB.test(verb)) throw new Error('no verb');
    return { verb, target, body: rest.length > 0 ? rest.join(':') : undefined };`,
    message: 'it threw Error: no verb',
  },
  {
    task: '1.1',
    name: 'takes the line to the first colon, which may be missing',
    body: `
    const line = text.replace(LINE_END, '');
    const first = line.indexOf(':');
    const verb = line.slice(0, first);
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', 'no verb');
    const second = line.indexOf(':', first + 1);
    if (second < 0) return { verb, target: line.slice(first + 1) };
    return { verb, target: line.slice(first + 1, second), body: line.slice(second + 1) };`,
    message: 'a verb alone is read wrong',
  },

  {
    task: '1.2',
    name: 'makes each Set first, and adds to it then',
    body: `
    if (!this.#subscribers.has(channel)) this.#subscribers.set(channel, new Set());
    this.#subscribers.get(channel)?.add(session);
    session.channels ??= new Set();
    session.channels.add(channel);`,
  },
  {
    task: '1.2',
    name: 'copies the Sets',
    body: `
    this.#subscribers.set(channel, new Set([...this.readers(channel), session]));
    session.channels = new Set([...(session.channels ?? []), channel]);`,
  },
  { task: '1.2', name: 'does nothing', body: '', message: NO_READER },
  { task: '1.2', name: 'adds to a Set that is not there', body: 'this.#subscribers.get(channel)?.add(session);', message: NO_READER },
  {
    task: '1.2',
    name: 'forgets session.channels',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));`,
    message: NOT_KNOWN,
  },
  {
    task: '1.2',
    name: 'adds to session.channels only where it is there',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
    session.channels?.add(channel);`,
    message: NOT_KNOWN,
  },
  {
    task: '1.2',
    name: 'replaces session.channels',
    body: `
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
    session.channels = new Set([channel]);`,
    message: 'a second subscription takes the place of the first in session.channels',
  },
  {
    task: '1.2',
    name: 'replaces the Set of the channel',
    body: `
    this.#subscribers.set(channel, new Set([session]));
    session.channels = (session.channels ?? new Set()).add(channel);`,
    message: 'a second subscriber takes the place of the first',
  },

  {
    task: '1.3',
    name: 'forEach, with the frame inside the packet',
    body: `
    const frame = { verb: 'MSG', target: channel, body };
    const packet: Packet = { frame };
    this.readers(channel).forEach((session) => session.send(packet));`,
  },
  {
    task: '1.3',
    name: 'returns early when nobody reads',
    body: `
    const readers = [...this.readers(channel)];
    if (readers.length === 0) return;
    const packet: Packet = { frame: { body, target: channel, verb: 'MSG' } };
    for (let at = 0; at < readers.length; at += 1) readers[at]?.send(packet);`,
  },
  {
    task: '1.3',
    name: 'sends PUBLISH on',
    body: `
    const packet: Packet = { frame: { verb: 'PUBLISH', target: channel, body } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'what a reader gets is not the message',
  },
  {
    task: '1.3',
    name: 'makes a packet for each',
    body: "for (const session of this.readers(channel)) session.send({ frame: { verb: 'MSG', target: channel, body } });",
    message: 'each reader gets a packet of its own',
  },
  {
    task: '1.3',
    name: 'waits between two readers',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    void (async () => {
      for (const session of this.readers(channel)) await session.send(packet);
    })();`,
    message: 'only the first reader got the message',
  },
  {
    task: '1.3',
    name: 'sends twice',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) session.send(packet);
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'alice got the message 2 times',
  },
  {
    task: '1.3',
    name: 'leaves out the body',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'what a reader gets is not the message',
  },
  {
    task: '1.3',
    name: 'sends to the first only',
    body: `
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) return session.send(packet);`,
    message: 'only the first reader got the message',
  },
  {
    task: '1.3',
    name: 'sends no empty body',
    body: `
    if (!body) return;
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) session.send(packet);`,
    message: 'an empty body does not go out',
  },

  {
    task: '1.4',
    name: 'returns early where the channel has no Set',
    body: `
    session.channels?.delete(channel);
    const sessions = this.#subscribers.get(channel);
    if (!sessions) return;
    sessions.delete(session);
    if (sessions.size < 1) this.#subscribers.delete(channel);`,
  },
  {
    task: '1.4',
    name: 'keeps the others in a new Set',
    body: `
    const others = [...this.readers(channel)].filter((each) => each !== session);
    if (others.length > 0) this.#subscribers.set(channel, new Set(others));
    else this.#subscribers.delete(channel);
    session.channels?.delete(channel);`,
  },
  {
    task: '1.4',
    name: 'leaves the empty Set',
    body: `
    this.#subscribers.get(channel)?.delete(session);
    session.channels?.delete(channel);`,
    message: 'the last subscriber of a channel leaves an empty Set behind',
  },
  {
    task: '1.4',
    name: 'forgets session.channels',
    body: `
    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);`,
    message: 'after unsubscribing, session.channels is not just the other channels',
  },
  {
    task: '1.4',
    name: 'takes the whole channel away',
    body: `
    this.#subscribers.delete(channel);
    session.channels?.delete(channel);`,
    message: 'after unsubscribing, the readers of the channel are not just the others',
  },
  {
    task: '1.4',
    name: 'clears the list of the session only',
    body: 'session.channels?.delete(channel);',
    message: 'after unsubscribing, the readers of the channel are not just the others',
  },
  {
    task: '1.4',
    name: 'takes all channels from the session',
    body: `
    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);
    session.channels = undefined as never;`,
    message: 'after unsubscribing, session.channels is not just the other channels',
  },
  {
    task: '1.4',
    name: 'expects a Set that may be missing',
    body: `
    const sessions = this.#subscribers.get(channel)!;
    sessions.delete(session);
    if (sessions.size === 0) this.#subscribers.delete(channel);
    session.channels!.delete(channel);`,
    message: "it threw TypeError: Cannot read properties of undefined (reading 'delete')",
  },

  {
    task: '1.5',
    name: 'goes through a copy',
    body: `
    const channels = Array.from(session.channels ?? []);
    channels.forEach((channel) => this.unsubscribe(session, channel));`,
  },
  {
    task: '1.5',
    name: 'searches the whole table',
    body: 'for (const channel of [...this.#subscribers.keys()]) this.unsubscribe(session, channel);',
  },
  {
    task: '1.5',
    name: 'clears the list of the session only',
    body: 'session.channels?.clear();',
    message: 'a session that has left is still among the readers of its channels',
  },
  {
    task: '1.5',
    name: 'stops after the first channel',
    body: `
    for (const channel of session.channels ?? []) {
      this.unsubscribe(session, channel);
      return;
    }`,
    message: 'a session that has left is still among the readers of some of its channels',
  },
  {
    task: '1.5',
    name: 'does not use unsubscribe, and leaves the empty Set',
    body: 'for (const channel of session.channels ?? []) this.#subscribers.get(channel)?.delete(session);',
    message: 'the last session of a channel leaves an empty Set behind when it goes',
  },
  {
    task: '1.5',
    name: 'forgets everyone',
    body: 'for (const channel of session.channels ?? []) this.#subscribers.delete(channel);',
    message: 'one that leaves takes the others along',
  },
  {
    task: '1.5',
    name: 'expects channels that may be missing',
    body: 'for (const channel of session.channels!) this.unsubscribe(session, channel);',
    message: 'it threw TypeError: session.channels is not iterable',
  },

  { task: '1.6', name: 'the other way round', body: 'return !(backlog < this.#maxBacklog);' },
  { task: '1.6', name: 'an if', body: 'if (this.#maxBacklog <= backlog) return true;\n    return false;' },
  { task: '1.6', name: '>', body: 'return backlog > this.#maxBacklog;', message: 'a reader exactly at the limit is not cut off' },
  {
    task: '1.6',
    name: '<=',
    body: 'return backlog <= this.#maxBacklog;',
    message: 'a reader with 1 byte of backlog is cut off, at a limit of 1000',
  },
  { task: '1.6', name: 'never', body: 'return false;', message: 'a reader far above the limit is not cut off' },
  {
    task: '1.6',
    name: 'whoever has any backlog',
    body: 'return backlog > 0;',
    message: 'a reader with 1 byte of backlog is cut off, at a limit of 1000',
  },
  {
    task: '1.6',
    name: 'one below the limit',
    body: 'return backlog >= this.#maxBacklog - 1;',
    message: 'a reader one byte below the limit is cut off',
  },
];
