// Typing across a link. Only a user's own broker has the clock that ends their typing: it tells its peers each start and each end, once.
// When a link is lost, everyone behind it stops typing (P7-18).

import { isUser } from '#addresses';
import type { Link } from '#link';
import type { Packet } from '02-persistence';
import type { Listener, TypingSession, Typists } from '04-typing';
import { type Frame, isChannel, isName } from '@workshop/protocol';

/** A linked peer, as a listener that is told who types here, and the users who type there. */
export class RemoteTyping implements Listener {
  readonly #link: Link;
  readonly #typists: Typists;
  /** The users of this broker who the peer believes are typing, by channel. */
  readonly #told = new Map<string, Set<string>>();
  /** The users of the peer who are typing. Each is a session that ends with the link. */
  readonly #theirs = new Map<string, TypingSession>();

  constructor(link: Link, typists: Typists) {
    this.#link = link;
    this.#typists = typists;
  }

  /** Passes on what listeners are told about this broker's own users. What came over a link crosses no other link (P7-7). */
  send({ frame: { verb, target = '', body = '' } }: Packet): void {
    if (!isName(body)) return;
    const users = this.#told.get(target) ?? new Set();
    if (verb === 'USER_TYPING') this.#told.set(target, users.add(body));
    else if (users.delete(body) && users.size === 0) this.#told.delete(target);
    this.#link.say({ verb, target, body });
  }

  /** What the peer wants has changed. It is told who types in those channels, and that nobody does in those it no longer wants. */
  update(): void {
    for (const channel of this.#typists.channels) {
      if (this.#typists.hears(this, channel)) {
        this.#typists.greet(this, channel);
        continue;
      }
      this.#typists.forget(this, channel);
      for (const body of this.#told.get(channel) ?? []) this.send({ frame: { verb: 'USER_STOPPED', target: channel, body } });
    }
  }

  /* USER_TYPING:<channel>:<user> from the peer, or USER_STOPPED */
  receive({ verb, target = '', body: name = '' }: Frame): void {
    if (!(isChannel(target) || isUser(target)) || !isName(name)) return;
    const user = `${name}@${this.#link.them.name}`;
    const session = this.#theirs.get(user) ?? { user };
    if (verb === 'USER_TYPING') {
      this.#theirs.set(user, session);
      this.#typists.begin(session, user, target, isUser(target) ? `@${user}` : target);
    } else {
      this.#typists.stop(user, target);
      if (!session.typing?.size) this.#theirs.delete(user);
    }
  }

  /** The link is gone, and with it the users behind it. */
  close(): void {
    for (const session of this.#theirs.values()) for (const channel of session.typing ?? []) this.#typists.leave(session, channel);
  }
}
