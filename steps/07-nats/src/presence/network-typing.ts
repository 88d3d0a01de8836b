// Typing on all brokers, over core NATS: those that listen now are told, and nothing is stored. The user's own broker has the clock.

import type { Broker, Packet } from '01-basic-pubsub';
import type { Listener, TypingSession, Typists } from '04-typing';
import { isAddress, readAddress } from '06-federation';
import { covers, isName } from '@workshop/protocol';
import type { Connection } from '#connection';
import type { Interest } from '#interest';
import type { Presence } from './presence.ts';
import { subjectOf, typingSubject } from '#subjects';

/** What a broker says about one of its users. */
export interface Notice {
  readonly verb: 'USER_TYPING' | 'USER_STOPPED';
  readonly user: string;
  readonly broker: string;
  /** Where the user types, as the user named it: a channel, a user, or an address. */
  readonly to: string;
}

interface Parts {
  readonly broker: Broker;
  readonly typists: Typists;
  readonly interest: Interest;
  readonly presence: Presence;
  readonly connection: Connection;
}

/** The other brokers, as a single listener to typing in a channel. They are told only about this broker's own users. */
class Elsewhere implements Listener {
  readonly users = new Set<string>();
  readonly #tell: (verb: Notice['verb'], user: string) => void;

  constructor(tell: (verb: Notice['verb'], user: string) => void) {
    this.#tell = tell;
  }

  send({ frame: { verb, body = '' } }: Packet): void {
    if (!isName(body) || (verb !== 'USER_TYPING' && verb !== 'USER_STOPPED')) return;
    if (verb === 'USER_TYPING') this.users.add(body);
    else this.users.delete(body);
    this.#tell(verb, body);
  }
}

export function networkTyping({ broker, typists, interest, presence, connection }: Parts, own: string) {
  /** By channel, but only those in which somebody types. */
  const elsewhere = new Map<string, Elsewhere>();
  /** By broker, then by the name that the user has here. */
  const remote = new Map<string, Map<string, TypingSession>>();

  function listenerOf(channel: string): Elsewhere {
    const known = elsewhere.get(channel);
    if (known) return known;
    const listener = new Elsewhere((verb, user) => {
      if (listener.users.size > 0) elsewhere.set(channel, listener);
      else elsewhere.delete(channel);
      say({ verb, user, broker: own, to: channel });
    });
    return listener;
  }

  function say(notice: Notice): void {
    if (connection.isUp) connection.require().core.publish(typingSubject(subjectOf(notice.to, notice.user)), JSON.stringify(notice));
  }

  /** Takes what another broker says about one of its users. */
  function receive({ verb, user: name, broker: origin, to }: Notice): void {
    if (origin === own) return;
    const { target, broker: at } = isAddress(to) ? readAddress(to) : { target: to, broker: undefined };
    const isPlainUser = target.startsWith('@') && at === undefined;
    const user = isPlainUser ? name : `${name}@${origin}`; // as in the MSG that may follow
    const users = remote.get(origin) ?? new Map<string, TypingSession>();
    const session = users.get(user) ?? { user };
    if (verb === 'USER_TYPING') {
      remote.set(origin, users.set(user, session));
      presence.expect(origin);
      typists.begin(session, user, target, target.startsWith('@') ? `@${user}` : target);
    } else {
      typists.stop(user, target);
      if (!session.typing?.size) users.delete(user);
    }
  }

  /** A broker is gone, so this one says for it that its users have stopped. */
  function lose(origin: string): void {
    for (const session of remote.get(origin)?.values() ?? [])
      for (const channel of session.typing ?? []) broker.guard(() => typists.leave(session, channel));
    remote.delete(origin);
  }

  /** Another broker has begun to follow a channel or a pattern: the users who type there are announced again. */
  function tellAgain(key: string, asker: string): void {
    for (const [channel, listener] of elsewhere) {
      const { target, broker: at = asker } = isAddress(channel) ? readAddress(channel) : { target: channel };
      if (at !== asker || target.startsWith('@') || !covers(key, target)) continue;
      for (const user of listener.users) say({ verb: 'USER_TYPING', user, broker: own, to: channel });
    }
  }

  typists.audience.push((channel) => new Set([listenerOf(channel)]));
  presence.onWho.push(tellAgain);
  presence.onGone.push(lose);
  // A session that logs in later isn't told who is typing to its user (P6-11).
  const ask = (key: string) => void (key.startsWith('@') || presence.ask(key));
  interest.onFollow.push(ask);
  connection.onDown.push(() => [...remote.keys()].forEach(lose));
  connection.onReady.push(() => interest.keys.forEach(ask));
  return receive;
}
