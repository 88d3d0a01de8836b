// Typing across links. To a peer it is told as to any reader of the channel: the link is one. From a peer, its typists are users with
// sessions that end with the link, so that nobody types for ever whose broker is gone (P7-18).

import { type Broker, Session } from '01-basic-pubsub';
import { typistsOf, userOf, type UserSession } from '05-private';
import { type Frame, isChannel, isName } from '@workshop/protocol';
import { isAddress, isUser, readAddress } from './addresses.ts';
import { Link } from './link.ts';

/** The session of a user of another broker: all that this broker sees of it. */
interface RemoteSession extends UserSession {
  typing?: Set<string>;
}

export class RemoteTyping {
  readonly #broker: Broker;
  /** By link, then by user. */
  readonly #sessions = new WeakMap<Link, Map<string, RemoteSession>>();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  get #typists() {
    return typistsOf(this.#broker);
  }

  /** A user types on. Here that is told once; but a peer ends it by a clock of its own, and must hear of it each time. */
  repeat(session: UserSession, channel: string): void {
    const target = isAddress(channel) ? readAddress(channel).target : channel;
    for (const reader of this.#broker.readers(channel))
      if (reader instanceof Link) reader.say({ verb: 'USER_TYPING', target, body: userOf(session) });
  }

  /** What a peer wants has changed: it is told who types there, and is no longer taken for one who knows where it does not want to. */
  greet(link: Link): void {
    for (const channel of this.#typists.channels)
      if (this.#broker.readers(channel).has(link)) this.#typists.greet(link, channel);
      else this.#typists.forget(link, channel);
  }

  /** USER_TYPING:<channel>:<user> from a peer, or USER_STOPPED. */
  receive(link: Link, { verb, target = '', body: name = '' }: Frame): void {
    if (!(isChannel(target) || isUser(target)) || !isName(name)) return;
    const user = `${name}@${link.them.name}`;
    if (verb === 'USER_STOPPED') this.#typists.stop(user, target);
    else this.#typists.start(this.#sessionOf(link, user), target, isUser(target) ? `@${user}` : target);
  }

  /** The link is gone, and with it its users. */
  leave(link: Link): void {
    for (const session of this.#sessions.get(link)?.values() ?? [])
      for (const channel of session.typing ?? []) this.#typists.leave(session, channel);
  }

  #sessionOf(link: Link, user: string): RemoteSession {
    const sessions = this.#sessions.get(link) ?? new Map<string, RemoteSession>();
    this.#sessions.set(link, sessions);
    const session = sessions.get(user) ?? Object.assign(new Session(link.connection), { user });
    sessions.set(user, session);
    return session;
  }
}
