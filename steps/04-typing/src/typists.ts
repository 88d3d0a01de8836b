// Who is typing where, and who has been told. It lives in memory and ends by itself: "Alice is typing" is true for only a few seconds.

import type { Broker, Packet } from '01-basic-pubsub';

/** Someone who hears of typing: a session. In stage 06, a link to another broker is one too. */
export interface Listener {
  /** Whose session it is: users don't hear of their own typing. */
  readonly user?: string | undefined;
  send(packet: Packet): void;
}

/** A session in which its user may be typing. */
export interface TypingSession {
  readonly user?: string | undefined;
  /** The channels in which its user types in this session. */
  typing?: Set<string>;
}

// #region typist
/** A user while they type in a channel. */
interface Typist {
  readonly user: string;
  readonly channel: string;
  /** The channel's name, as those who are told see it. */
  readonly shown: string;
  /** The sessions in which they type. When none is left, they have stopped. */
  readonly sessions: Set<TypingSession>;
  /** Those who have been told. Nobody else will be told when it ends. */
  readonly told: WeakSet<Listener>;
  timer?: ReturnType<typeof setTimeout>;
}
// #endregion typist

export class Typists {
  /** Each of these returns listeners who hear of typing in a channel. A later stage pushes a source of its own. */
  readonly audience: ((channel: string) => ReadonlySet<Listener>)[] = [];
  readonly #broker: Broker;
  readonly #expiry: number;
  /** By channel, then by user. A channel in which nobody types is not in it. */
  readonly #typists = new Map<string, Map<string, Typist>>();

  /** @param expiry ms without another USER_TYPING after which a typist has stopped */
  constructor(broker: Broker, expiry: number) {
    this.#broker = broker;
    this.#expiry = expiry;
  }

  /** The channels in which somebody types. */
  get channels(): string[] {
    return [...this.#typists.keys()];
  }

  /** Whether someone hears of typing in a channel. */
  hears(listener: Listener, channel: string): boolean {
    return this.audience.some((members) => members(channel).has(listener));
  }

  /** Everyone who hears of typing in a channel, each once. */
  listeners(channel: string): Set<Listener> {
    return new Set(this.audience.flatMap((members) => [...members(channel)]));
  }

  /**
   * A user types in a channel, until something stops it or the time runs out (P5-3).
   * @param user the session's user
   */
  start(session: TypingSession, user: string, channel: string, shown = channel): void {
    this.#extend(this.begin(session, user, channel, shown));
  }

  /** Like `start`, but without a timer: in stage 06, another broker may keep the time. Only the first call tells the listeners (P5-1). */
  begin(session: TypingSession, user: string, channel: string, shown: string): Typist {
    // #region begin
    let typist = this.#find(user, channel);
    if (!typist) {
      typist = this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
      for (const listener of this.listeners(channel)) this.#tell(listener, typist);
    }
    typist.sessions.add(session);
    session.typing = (session.typing ?? new Set()).add(channel);
    return typist;
    // #endregion begin
  }

  /** Gives a typist the whole time again. When it runs out, they have stopped. */
  #extend(typist: Typist): void {
    // #region expiry
    clearTimeout(typist.timer);
    const { user, channel } = typist;
    typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(user, channel)), this.#expiry);
    // #endregion expiry
  }

  /** The user has stopped, for whatever reason. If they were not typing in the channel, nothing changes (P5-4). */
  stop(user: string, channel: string): void {
    const typist = this.#find(user, channel);
    if (typist) this.#end(typist);
  }

  /** Forgets a typist, and tells those who were told of the start. */
  #end(typist: Typist): void {
    // #region stop
    this.#remove(typist);
    clearTimeout(typist.timer);
    const packet: Packet = { frame: { verb: 'USER_STOPPED', target: typist.shown, body: typist.user } };
    for (const listener of this.listeners(typist.channel)) if (typist.told.has(listener)) listener.send(packet);
    // #endregion stop
  }

  /** A session has left a channel, or is gone. If its user wasn't typing there in this session, nothing changes. */
  leave(session: TypingSession, channel: string): void {
    const typist = session.user === undefined ? undefined : this.#find(session.user, channel);
    if (typist?.sessions.has(session)) this.#withdraw(session, typist);
  }

  /** The typist no longer types in this session. Unless another session is left, they have stopped (P5-6). */
  #withdraw(session: TypingSession, typist: Typist): void {
    // #region leave
    typist.sessions.delete(session);
    session.typing?.delete(typist.channel);
    if (typist.sessions.size === 0) this.#end(typist);
    // #endregion leave
  }

  /** Tells a new listener who is typing in a channel (P5-7). One who has been told is not told again. */
  greet(listener: Listener, channel: string): void {
    for (const typist of this.#typistsIn(channel)) this.#tell(listener, typist);
  }

  /**
   * A subscription has ended. Unless the session hears of the channel in another way, its typing there ends as well; if it comes back
   * later, it is told again who is typing.
   */
  release(session: TypingSession & Listener, channel: string): void {
    // #region release
    if (this.hears(session, channel)) return;
    this.leave(session, channel);
    this.forget(session, channel);
    // #endregion release
  }

  /** A listener no longer hears of a channel: from now on it counts as not told. */
  forget(listener: Listener, channel: string): void {
    for (const typist of this.#typistsIn(channel)) typist.told.delete(listener);
  }

  /** Tells a listener, once, that this user is typing. The typist's own sessions are not told. */
  #tell(listener: Listener, typist: Typist): void {
    // #region tell
    if (listener.user === typist.user || typist.told.has(listener)) return;
    typist.told.add(listener);
    listener.send({ frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user } });
    // #endregion tell
  }

  #typistsIn(channel: string): Iterable<Typist> {
    return this.#typists.get(channel)?.values() ?? [];
  }

  #find(user: string, channel: string): Typist | undefined {
    return this.#typists.get(channel)?.get(user);
  }

  #add(typist: Typist): Typist {
    const users = this.#typists.get(typist.channel) ?? new Map<string, Typist>();
    this.#typists.set(typist.channel, users.set(typist.user, typist));
    return typist;
  }

  #remove({ user, channel, sessions }: Typist): void {
    const users = this.#typists.get(channel);
    users?.delete(user);
    if (users?.size === 0) this.#typists.delete(channel);
    for (const session of sessions) session.typing?.delete(channel);
  }
}
