// Stage 01: publish and subscribe. This file decides who gets which message; the session takes care of how it gets there.

import type { Broker } from '#core';
import type { Packet, Session } from '#session';
import { channelOf, messageOf } from '@workshop/protocol';

/** A session that knows its channels, so that nobody has to search all channels for it when it leaves. */
export interface Subscriber extends Session {
  /** Absent until it subscribes. */
  channels?: Set<string>;
}

const NOBODY: ReadonlySet<Subscriber> = new Set();

export class Channels {
  /** For each channel, the sessions that want it. Unwanted channels have no entry. A Map, because a channel may be called `__proto__`. */
  readonly #subscribers = new Map<string, Set<Subscriber>>();

  /** From now on the session gets the channel's messages. Subscribing again changes nothing (P2-1). */
  subscribe(session: Subscriber, channel: string): void {
    // #region subscribe
    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
    session.channels = (session.channels ?? new Set()).add(channel);
    // #endregion subscribe
  }

  /** From now on the session no longer gets the channel's messages. If it was not subscribed, nothing changes (P2-2). */
  unsubscribe(session: Subscriber, channel: string): void {
    // #region unsubscribe
    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);
    session.channels?.delete(channel);
    // #endregion unsubscribe
  }

  /** Forgets a session that went away, which must leave nothing behind (P2-8). */
  leave(session: Subscriber): void {
    // #region leave
    for (const channel of session.channels ?? []) this.unsubscribe(session, channel);
    // #endregion leave
  }

  /** The sessions that are subscribed to a channel right now. */
  readers(channel: string): ReadonlySet<Subscriber> {
    return this.#subscribers.get(channel) ?? NOBODY;
  }

  /** Sends a message to everyone who is subscribed to its channel (P2-3). */
  fanOut(channel: string, body: string): void {
    // #region fan-out
    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
    for (const session of this.readers(channel)) session.send(packet);
    // #endregion fan-out
  }
}

// #region commands
/** Gives a broker the commands of stage 01. */
export function pubsub(broker: Broker): Channels {
  const channels = new Channels();

  /* SUBSCRIBE:<channel> */
  broker.commands.set('SUBSCRIBE', (session, frame) => channels.subscribe(session, channelOf(frame)));

  /* UNSUBSCRIBE:<channel> */
  broker.commands.set('UNSUBSCRIBE', (session, frame) => channels.unsubscribe(session, channelOf(frame)));

  /* PUBLISH:<channel>:<body> comes out as MSG:<channel>:<body> */
  broker.commands.set('PUBLISH', (_session, frame) => {
    const { channel, body } = messageOf(frame);
    channels.fanOut(channel, body);
  });

  broker.onDisconnect.push((session) => channels.leave(session));
  return channels;
}
// #endregion commands
