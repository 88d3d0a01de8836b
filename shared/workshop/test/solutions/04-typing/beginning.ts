import type { Solution } from '../solution.ts';

const MADE = 'this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() })';
const TELL = 'for (const listener of this.listeners(channel)) this.#tell(listener, typist);';
const JOIN = 'typist.sessions.add(session); session.typing = (session.typing ?? new Set()).add(channel);';

export const beginning: readonly Solution[] = [
  {
    task: '4.3',
    name: 'adds the session first, and tells from an array',
    body: `
    const known = this.#find(user, channel);
    session.typing ??= new Set();
    session.typing.add(channel);
    if (known) {
      known.sessions.add(session);
      return known;
    }
    const typist = this.#add({ user, channel, shown, sessions: new Set([session]), told: new WeakSet() });
    [...this.listeners(channel)].forEach((listener) => this.#tell(listener, typist));
    return typist;`,
  },
  {
    task: '4.3',
    name: 'puts nothing into the table',
    body: `
    const typist = this.#find(user, channel) ?? { user, channel, shown, sessions: new Set<TypingSession>(), told: new WeakSet<Listener>() };
    ${TELL} ${JOIN} return typist;`,
    message: 'a user who began to type is not in the table',
  },
  {
    task: '4.3',
    name: 'forgets what is shown',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = this.#add({ user, channel, shown: channel, sessions: new Set(), told: new WeakSet() }); ${TELL} }
    ${JOIN} return typist;`,
    message: 'the typist does not have the user, channel and shown that were given',
  },
  {
    task: '4.3',
    name: 'adds the session at repeats only',
    body: `
    let typist = this.#find(user, channel);
    if (typist) { ${JOIN} } else { typist = ${MADE}; ${TELL} session.typing = (session.typing ?? new Set()).add(channel); }
    return typist;`,
    message: 'the session is not in typist.sessions',
  },
  {
    task: '4.3',
    name: 'forgets session.typing',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} }
    typist.sessions.add(session);
    return typist;`,
    message: 'session.typing does not have every channel in which its user types',
  },
  {
    task: '4.3',
    name: 'adds to a Set that is not there',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} }
    typist.sessions.add(session);
    session.typing?.add(channel);
    return typist;`,
    message: 'session.typing does not have every channel in which its user types',
  },
  {
    task: '4.3',
    name: 'replaces session.typing',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} }
    typist.sessions.add(session);
    session.typing = new Set([channel]);
    return typist;`,
    message: 'session.typing does not have every channel in which its user types',
  },
  {
    task: '4.3',
    name: 'makes a typist each time',
    body: `const typist = ${MADE}; ${TELL} ${JOIN} return typist;`,
    message: 'a repeat made a second typist',
  },
  {
    task: '4.3',
    name: 'tells repeats',
    body: `const typist = this.#find(user, channel) ?? ${MADE}; ${TELL} ${JOIN} return typist;`,
    message: 'a listener was told of a repeat',
  },
  {
    task: '4.3',
    name: 'adds the session at the start only',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} ${JOIN} }
    return typist;`,
    message: "typist.sessions does not have both of the user's sessions",
  },
  {
    task: '4.3',
    name: 'keeps the newest session only',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} }
    typist.sessions.clear();
    ${JOIN} return typist;`,
    message: "typist.sessions does not have both of the user's sessions",
  },
  {
    task: '4.3',
    name: 'notes the channel in the first session only',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; ${TELL} session.typing = (session.typing ?? new Set()).add(channel); }
    typist.sessions.add(session);
    return typist;`,
    message: "the second session's typing does not have the channel",
  },
  {
    task: '4.3',
    name: 'takes any typist of the channel',
    body: `
    let typist = [...this.#typistsIn(channel)][0];
    if (!typist) { typist = ${MADE}; ${TELL} }
    ${JOIN} return typist;`,
    message: 'two users, or two channels, share a typist',
  },
  {
    task: '4.3',
    name: 'tells nobody',
    body: `const typist = this.#find(user, channel) ?? ${MADE}; ${JOIN} return typist;`,
    message: 'not every listener in the channel was told of the start',
  },
  {
    task: '4.3',
    name: 'tells one',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; const [first] = this.listeners(channel); if (first) this.#tell(first, typist); }
    ${JOIN} return typist;`,
    message: 'not every listener in the channel was told of the start',
  },
  {
    task: '4.3',
    name: 'tells what is to be told in another channel',
    body: `
    let typist = this.#find(user, channel);
    if (!typist) { typist = ${MADE}; for (const each of ['sport', channel]) for (const listener of this.listeners(each)) this.#tell(listener, typist); }
    ${JOIN} return typist;`,
    message: 'a listener in another channel was told of the start',
  },
];
