// Stage 01: publish and subscribe. Who gets which message, and nothing of how it gets there.

import type { Broker } from '#core';
import type { Hooks } from '#hooks';
import { type Message, Packet, type Session } from '#session';
import { channelOf, requireBody, requireChannel, requireTarget } from '@workshop/protocol';

/** A session with the channels it is subscribed to, so that leaving costs what one has, not what all have. */
export interface Subscriber extends Session {
  channels?: Set<string>;
}

export function pubsub(broker: Broker): Hooks<Subscriber> {
  /** The sessions that get a channel's messages. Nobody's channels are not in it. A Map, for a channel may be called `__proto__`. */
  const subscribers = new Map<string, Set<Subscriber>>();

  /* SUBSCRIBE:<channel> */
  function subscribe(session: Subscriber, channel: string): void {
    // #region subscribe
    const sessions = subscribers.get(channel) ?? new Set();
    subscribers.set(channel, sessions.add(session));
    session.channels = (session.channels ?? new Set()).add(channel);
    // #endregion subscribe
  }

  /* UNSUBSCRIBE:<channel> */
  function unsubscribe(session: Subscriber, channel: string): void {
    // #region unsubscribe
    const sessions = subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) subscribers.delete(channel);
    session.channels?.delete(channel);
    // #endregion unsubscribe
  }

  /* PUBLISH:<channel>:<body> comes out as MSG:<channel>:<body> */
  function fanOut({ channel, body, tags }: Message): void {
    // #region fan-out
    const packet = new Packet({ verb: 'MSG', target: channel, body, tags });
    for (const session of subscribers.get(channel) ?? []) session.send(packet);
    // #endregion fan-out
  }

  function leave(session: Subscriber): void {
    // #region leave
    for (const channel of session.channels ?? []) unsubscribe(session, channel);
    // #endregion leave
  }

  return {
    commands: {
      SUBSCRIBE(session, frame) {
        const channel = channelOf(frame);
        broker.authorize(session, channel, 'subscribe');
        broker.subscribe(session, channel);
      },
      UNSUBSCRIBE(session, frame) {
        broker.unsubscribe(session, channelOf(frame));
      },
      PUBLISH(session, frame) {
        const target = requireTarget(frame);
        const body = requireBody(frame);
        return broker.publish({ channel: requireChannel(target), body }, session, frame);
      },
    },
    subscribe,
    unsubscribe,
    readers: (channel) => subscribers.get(channel),
    deliver: fanOut,
    disconnect: leave,
  };
}
