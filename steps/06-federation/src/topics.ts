// Stage 06, first half: subscriptions to patterns, as a topic exchange has them. A session gets one copy of a message, however many match.

import { Trie } from '#trie';
import { type Broker, type Hooks, Packet, type Subscriber } from '01-basic-pubsub';
import { type Frame, isChannel, isPattern, Refusal, requireNoBody, requireTarget } from '@workshop/protocol';

/** A session with its patterns. They are among its channels too: there the features before find them, such as new rights that drop some. */
interface Listener extends Subscriber {
  patterns?: Set<string>;
}

/** Whether a target is a pattern and no channel: it has a wildcard. */
export const isWild = (target: string): boolean => isPattern(target) && !isChannel(target);

export function topics(broker: Broker): Hooks<Listener> {
  const listeners = new Trie<Listener>();
  const subscribeToChannel = broker.commands.get('SUBSCRIBE');
  const unsubscribeFromChannel = broker.commands.get('UNSUBSCRIBE');

  function listen(session: Listener, pattern: string): void {
    if (!isWild(pattern)) return;
    listeners.add(pattern, session);
    session.patterns = (session.patterns ?? new Set()).add(pattern);
  }

  function forget(session: Listener, pattern: string): void {
    if (!session.patterns?.delete(pattern)) return;
    listeners.delete(pattern, session);
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
        if (pattern === undefined) return unsubscribeFromChannel?.(session, frame);
        broker.unsubscribe(session, pattern);
      },
    },
    subscribe: listen,
    unsubscribe: forget,
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
