// The protocol's sections on typing and private messages as a plain model: what each session must be sent, told without turns, timers or a store.

/** A message in the inbox of a user, or in a channel. */
interface Kept {
  readonly seq: number;
  readonly from: string;
  /** What stands in its MSG. */
  readonly target: string;
  readonly body: string;
  readonly id: string;
}

interface Typing {
  readonly user: string;
  readonly target: string;
  readonly sessions: Set<ModelSession>;
  readonly told: Set<ModelSession>;
  ends: number;
  /** Of two that end at the same time, the one that was begun or extended first ends first. */
  turn: number;
}

export class ModelSession {
  readonly user: string;
  readonly channels = new Set<string>();
  readonly inboxStart: number;
  /** What it must have been sent since this was looked at last. */
  readonly frames: string[] = [];

  constructor(user: string, inboxStart: number) {
    this.user = user;
    this.inboxStart = inboxStart;
  }
}

export class Model {
  readonly expiry: number;
  sessions: ModelSession[] = [];
  #now = 0;
  #turn = 0;
  #typing: Typing[] = [];
  readonly #logs = new Map<string, Kept[]>();

  constructor(expiry: number) {
    this.expiry = expiry;
  }

  log(key: string): Kept[] {
    const log = this.#logs.get(key) ?? [];
    this.#logs.set(key, log);
    return log;
  }

  join(user: string): ModelSession {
    const session = new ModelSession(user, this.log(`@${user}`).length);
    this.sessions.push(session);
    session.frames.push(`OK:AUTH:${user}`);
    return session;
  }

  leave(session: ModelSession): void {
    this.sessions = this.sessions.filter((other) => other !== session);
    for (const typing of this.#typing.filter(({ sessions }) => sessions.has(session))) this.#quit(session, typing);
  }

  subscribe(session: ModelSession, channel: string): void {
    session.frames.push(`seq=${this.log(channel).length} OK:SUBSCRIBE:${channel}`);
    session.channels.add(channel);
    for (const typing of this.#typing) if (typing.target === channel) this.#tell(session, typing);
  }

  unsubscribe(session: ModelSession, channel: string): void {
    session.channels.delete(channel);
    for (const typing of this.#typing.filter(({ target }) => target === channel)) {
      typing.told.delete(session);
      this.#quit(session, typing);
    }
    session.frames.push(`OK:UNSUBSCRIBE:${channel}`);
  }

  publish(session: ModelSession, target: string, body: string, id: string): void {
    const { user } = session;
    const parties = target.startsWith('@')
      ? [
          ...new Map([
            [`@${user}`, target],
            [target, `@${user}`],
          ]),
        ]
      : [[target, target] as const];
    const first = this.log(parties[0]?.[0] ?? '').find((kept) => kept.id === id && kept.from === user && kept.target === target);
    if (first) return void session.frames.push(`dup=1,seq=${first.seq} OK:PUBLISH:${target}`);
    this.stop(user, target);
    const seqs = parties.map(([key, shown]) => {
      const seq = this.log(key).length + 1;
      this.log(key).push({ seq, from: user, target: shown, body, id });
      for (const reader of this.#readers(key)) {
        if (key.startsWith('@') && reader === session) continue;
        reader.frames.push(`from=${user},seq=${seq} MSG:${shown}:${body}`);
      }
      return seq;
    });
    session.frames.push(`seq=${seqs[0]} OK:PUBLISH:${target}`);
  }

  startTyping(session: ModelSession, target: string): void {
    if (!target.startsWith('@') && !session.channels.has(target)) return void session.frames.push('ERROR:FORBIDDEN');
    let typing = this.#typing.find((other) => other.user === session.user && other.target === target);
    if (!typing) {
      typing = { user: session.user, target, sessions: new Set(), told: new Set(), ends: 0, turn: 0 };
      this.#typing.push(typing);
      for (const reader of this.#readers(target)) this.#tell(reader, typing);
    }
    typing.sessions.add(session);
    typing.ends = this.#now + this.expiry;
    typing.turn = this.#turn += 1;
    session.frames.push(`OK:USER_TYPING:${target}`);
  }

  stopTyping(session: ModelSession, target: string): void {
    this.stop(session.user, target);
    session.frames.push(`OK:USER_STOPPED:${target}`);
  }

  stop(user: string, target: string): void {
    const typing = this.#typing.find((other) => other.user === user && other.target === target);
    if (!typing) return;
    this.#typing = this.#typing.filter((other) => other !== typing);
    for (const reader of this.#readers(target)) if (typing.told.has(reader)) reader.frames.push(`USER_STOPPED:${shownTo(typing)}:${user}`);
  }

  pass(ms: number): void {
    this.#now += ms;
    const over = this.#typing.filter(({ ends }) => ends <= this.#now).toSorted((a, b) => a.ends - b.ends || a.turn - b.turn);
    for (const { user, target } of over) this.stop(user, target);
  }

  resumeInbox(session: ModelSession, user: string, since: number): void {
    if (user !== session.user) return void session.frames.push('ERROR:FORBIDDEN');
    const inbox = this.log(`@${user}`);
    const recovered = since <= inbox.length;
    session.frames.push(`recovered=${recovered ? 1 : 0},seq=${inbox.length} OK:SUBSCRIBE:@${user}`);
    if (recovered) this.#send(session, inbox.slice(since, session.inboxStart));
  }

  converse(session: ModelSession, user: string, count: number): void {
    const all = this.log(`@${session.user}`).filter(({ target }) => target === `@${user}`);
    this.#send(session, all.slice(-count));
    session.frames.push(`last=${all.at(-1)?.seq ?? 0} OK:HISTORY:@${user}`);
  }

  #send(session: ModelSession, messages: readonly Kept[]): void {
    for (const { seq, from, target, body } of messages) session.frames.push(`from=${from},seq=${seq} MSG:${target}:${body}`);
  }

  #readers(target: string): ModelSession[] {
    return this.sessions.filter(({ user, channels }) => channels.has(target) || target === `@${user}`);
  }

  #tell(session: ModelSession, typing: Typing): void {
    if (session.user === typing.user || typing.told.has(session)) return;
    typing.told.add(session);
    session.frames.push(`USER_TYPING:${shownTo(typing)}:${typing.user}`);
  }

  #quit(session: ModelSession, { user, target, sessions }: Typing): void {
    if (sessions.delete(session) && sessions.size === 0) this.stop(user, target);
  }
}

/** Where those who are told see it: in the channel, or in their conversation with the typist. */
function shownTo({ user, target }: Typing): string {
  return target.startsWith('@') ? `@${user}` : target;
}
