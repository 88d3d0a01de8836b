// Who is typing where, and who has been told. It lives in memory and ends by itself: "alice is typing" is true for seconds only.

import { type Broker, Packet } from '01-basic-pubsub';
import { userOf, type UserSession } from '03-auth';

/** A session, and where its user types in it. */
export interface TypingSession extends UserSession {
  typing?: Set<string>;
}

/** A user while they type in a channel. */
interface Typist {
  readonly user: string;
  readonly channel: string;
  /** How the channel is called to those who are told. */
  readonly shown: string;
  /** The sessions in which they type. When the last one is gone, they have stopped. */
  readonly sessions: Set<TypingSession>;
  /** The sessions that know. Only these are told the end. */
  readonly told: WeakSet<UserSession>;
  timer?: ReturnType<typeof setTimeout>;
}

export class Typists {
  readonly #broker: Broker;
  readonly #expiry: number;
  /** By channel, then by user. A channel in which nobody types is not in it. */
  readonly #typists = new Map<string, Map<string, Typist>>();

  /** @param expiry ms without another USER_TYPING, after which a typist has stopped */
  constructor(broker: Broker, expiry: number) {
    this.#broker = broker;
    this.#expiry = expiry;
  }

  /** The channels in which somebody types. */
  get channels(): string[] {
    return [...this.#typists.keys()];
  }

  /** The user of a session types in a channel: its readers are told when that begins (P5-1). Again = only longer. */
  start(session: TypingSession, channel: string, shown = channel): void {
    // #region start
    const user = userOf(session);
    let typist = this.#find(user, channel);
    if (!typist) {
      typist = this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
      for (const reader of this.#broker.readers(channel)) this.#tell(reader, typist);
    }
    typist.sessions.add(session);
    session.typing = (session.typing ?? new Set()).add(channel);
    this.#extend(typist);
    // #endregion start
  }

  /** A typist has the whole time again, and stops when it is over (P5-3). */
  #extend(typist: Typist): void {
    // #region expiry
    clearTimeout(typist.timer);
    const { user, channel } = typist;
    typist.timer = setTimeout(() => this.#broker.guard(() => this.stop(user, channel)), this.#expiry);
    // #endregion expiry
  }

  /** The user types in the channel no longer, for whatever reason. Who was not typing = no change (P5-4). */
  stop(user: string, channel: string): void {
    const typist = this.#find(user, channel);
    if (typist) this.#end(typist);
  }

  /** A typist has stopped: those who know are told, once, and nothing of it is left. */
  #end(typist: Typist): void {
    // #region stop
    this.#remove(typist);
    clearTimeout(typist.timer);
    const packet = new Packet({ verb: 'USER_STOPPED', target: typist.shown, body: typist.user });
    for (const reader of this.#broker.readers(typist.channel)) if (typist.told.has(reader)) reader.send(packet);
    // #endregion stop
  }

  /** A session has gone from a channel, or altogether. Its user did not type there in it = no change. */
  leave(session: TypingSession, channel: string): void {
    const typist = this.#find(userOf(session), channel);
    if (typist?.sessions.has(session)) this.#withdraw(session, typist);
  }

  /** A user no longer types in this session, and has stopped, unless another session still does (P5-6). */
  #withdraw(session: TypingSession, typist: Typist): void {
    // #region leave
    typist.sessions.delete(session);
    session.typing?.delete(typist.channel);
    if (typist.sessions.size === 0) this.#end(typist);
    // #endregion leave
  }

  /** A session reads a channel from now on, and is told who types there (P5-7). Again = no change. */
  greet(session: UserSession, channel: string): void {
    for (const typist of this.#typists.get(channel)?.values() ?? []) this.#tell(session, typist);
  }

  /** A session no longer reads a channel: should it come back, it is told anew. */
  forget(session: UserSession, channel: string): void {
    for (const typist of this.#typists.get(channel)?.values() ?? []) typist.told.delete(session);
  }

  /** A session reads a channel still, in another way: it knows who types there. */
  recall(session: UserSession, channel: string): void {
    for (const typist of this.#typists.get(channel)?.values() ?? []) if (session.user !== typist.user) typist.told.add(session);
  }

  /** Tells a session, once, and none of the typist's own. */
  #tell(session: UserSession, typist: Typist): void {
    // #region tell
    if (session.user === typist.user || typist.told.has(session)) return;
    typist.told.add(session);
    session.send(new Packet({ verb: 'USER_TYPING', target: typist.shown, body: typist.user }));
    // #endregion tell
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
