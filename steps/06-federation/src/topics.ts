// Stage 06, first half: subscriptions to patterns, as a topic exchange has them. A session gets one copy of a message, however many match.

import { Trie } from '#trie';
import { type Broker, type Hooks, Packet } from '01-basic-pubsub';
import { typistsOf, type UserSession } from '05-private';
import { covers, type Frame, isChannel, isPattern, Refusal, requireNoBody, requireTarget } from '@workshop/protocol';

/** A session with its patterns. They are among its channels too: there the features before find them, such as new rights that drop some. */
interface Listener extends UserSession {
  patterns?: Set<string>;
  typing?: Set<string>;
}

/** Whether a target is a pattern and no channel: it has a wildcard. */
export const isWild = (target: string): boolean => isPattern(target) && !isChannel(target);

export function topics(broker: Broker): Hooks<Listener> {
  const listeners = new Trie<Listener>();
  const typists = typistsOf(broker);
  const subscribeToChannel = broker.commands.get('SUBSCRIBE');
  const unsubscribeFromChannel = broker.commands.get('UNSUBSCRIBE');

  function listen(session: Listener, pattern: string): void {
    if (!isWild(pattern)) return;
    listeners.add(pattern, session);
    session.patterns = (session.patterns ?? new Set()).add(pattern);
    for (const channel of typingIn(pattern)) typists.greet(session, channel);
  }

  function forget(session: Listener, pattern: string): void {
    if (!session.patterns?.delete(pattern)) return;
    listeners.delete(pattern, session);
  }

  /** A session has ended a subscription. What another one matches goes on, typing too (P7-3). */
  function unsubscribe(session: Listener, target: string): void {
    forget(session, target);
    for (const channel of typingIn(target)) {
      if (broker.readers(channel).has(session)) {
        typists.recall(session, channel);
      } else {
        typists.leave(session, channel);
        typists.forget(session, channel);
      }
    }
  }

  /** To end a subscription that there is not changes nothing (P2-2): what a pattern brings is not to be ended by the channel's name. */
  function isReadByPatternAlone(session: Listener, { target = '', body }: Frame): boolean {
    return body === undefined && !session.channels?.has(target) && (matching(target)?.has(session) ?? false);
  }

  /** The channels that a pattern matches and that somebody types in. */
  function typingIn(pattern: string): string[] {
    return typists.channels.filter((channel) => isChannel(channel) && covers(pattern, channel));
  }

  /** Those with a pattern that matches. None matches an inbox, or another broker's channel (P7-5). */
  function matching(channel: string): ReadonlySet<Listener> | undefined {
    return listeners.isEmpty || !isChannel(channel) ? undefined : listeners.match(channel);
  }

  return {
    commands: {
      SUBSCRIBE(session, frame) {
        const pattern = patternOf(frame);
        if (pattern === undefined) return subscribeToChannel?.(session, frame);
        if (frame.tags?.has('since'))
          throw new Refusal('BAD_CHANNEL', `the pattern ${pattern} cannot be resumed: resume each of its channels, or leave "since" out`); // P7-4
        broker.authorize(session, pattern, 'subscribe');
        broker.subscribe(session, pattern);
      },
      UNSUBSCRIBE(session, frame) {
        const pattern = patternOf(frame);
        if (pattern !== undefined) return broker.unsubscribe(session, pattern);
        if (!isReadByPatternAlone(session, frame)) return unsubscribeFromChannel?.(session, frame);
      },
    },
    subscribe: listen,
    unsubscribe,
    readers: matching,
    /** Who subscribed to the channel itself gets it from stage 01: here are the others (P7-2). */
    deliver({ channel, body, tags }) {
      const sessions = matching(channel);
      if (!sessions) return;
      const packet = new Packet({ verb: 'MSG', target: channel, body, tags });
      for (const session of sessions) if (!session.channels?.has(channel)) session.send(packet);
    },
    disconnect(session) {
      for (const pattern of session.patterns ?? []) forget(session, pattern);
    },
  };
}

/**
 * The pattern that a frame names; `undefined` where it names none, and the commands before see what it is.
 * @throws {Refusal} `BAD_FRAME`
 */
function patternOf(frame: Frame): string | undefined {
  const target = requireTarget(frame);
  if (!isWild(target)) return undefined;
  requireNoBody(frame);
  return target;
}
