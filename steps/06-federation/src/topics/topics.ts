// Stage 06, first half: subscriptions to patterns, as in a topic exchange. However many patterns match, a session gets one copy.

import { Trie } from '#trie';
import { type Broker, NO_TAGS, type Reader, type Session, type Subscriptions, TaggedPacket, type Turn } from '02-persistence';
import type { UserSession } from '03-auth';
import type { Typists } from '04-typing';
import { overload } from '05-private';
import { covers, type Frame, isChannel, isPattern, Refusal, requireNoBody } from '@workshop/protocol';

/** A session with its patterns. They are among its channels too, so that a new token ends those that it does not cover (P4-10). */
interface TopicSubscriber extends UserSession, Reader {
  patterns?: Set<string>;
}

interface Parts {
  readonly broker: Broker;
  readonly subscriptions: Subscriptions;
  readonly turn: Pick<Turn, 'steps'>;
  readonly typists: Typists;
}

const NOBODY: ReadonlySet<TopicSubscriber> = new Set();

/** Whether a target is a pattern but not a channel, because it has a wildcard. */
export const isWild = (target: string): boolean => isPattern(target) && !isChannel(target);

export function topics({ broker, subscriptions, turn, typists }: Parts): void {
  const subscribers = new Trie<TopicSubscriber>();

  /** The sessions with a pattern that matches. No pattern matches an inbox, or another broker's channel (P7-5). */
  function matching(channel: string): ReadonlySet<TopicSubscriber> {
    return subscribers.isEmpty || !isChannel(channel) ? NOBODY : subscribers.match(channel);
  }

  /** The channels that a pattern matches and in which somebody is typing. */
  function typingIn(pattern: string): string[] {
    return typists.channels.filter((channel) => isChannel(channel) && covers(pattern, channel));
  }

  function forget(session: TopicSubscriber, pattern: string): void {
    if (session.patterns?.delete(pattern)) subscribers.delete(pattern, session);
  }

  subscriptions.onBegin.push((session: TopicSubscriber, pattern) => {
    if (!isWild(pattern)) return;
    subscribers.add(pattern, session);
    session.patterns = (session.patterns ?? new Set()).add(pattern);
    for (const channel of typingIn(pattern)) typists.greet(session, channel);
  });

  subscriptions.onEnd.push((session: TopicSubscriber, pattern) => {
    if (!isWild(pattern)) return;
    forget(session, pattern);
    for (const channel of typingIn(pattern)) typists.release(session, channel);
  });

  broker.onDisconnect.push((session: TopicSubscriber) => {
    for (const pattern of session.patterns ?? []) forget(session, pattern);
  });

  typists.audience.push(matching); // P7-3

  /** Sessions that are subscribed to the channel itself, or resuming it, get the message from stage 02. This reaches the others (P7-2). */
  turn.steps.deliver.push(({ channel, body, tags }) => {
    const sessions = matching(channel);
    if (sessions.size === 0) return;
    const packet = new TaggedPacket({ verb: 'MSG', target: channel, body, tags });
    for (const session of sessions) {
      const comesAnyway = session.channels?.has(channel) || session.replaying === channel;
      if (!comesAnyway) packet.sendTo(session);
    }
  });

  /* SUBSCRIBE:<pattern> */
  overload(broker, 'SUBSCRIBE', isWild, (session: Session, frame) => {
    const pattern = patternOf(frame);
    if (frame.tags?.has('since'))
      throw new Refusal('BAD_CHANNEL', `the pattern ${pattern} cannot be resumed: resume each of its channels, or leave "since" out`); // P7-4
    subscriptions.authorize(session, pattern);
    subscriptions.begin(session, pattern);
    return NO_TAGS;
  });

  /* UNSUBSCRIBE:<pattern> */
  overload(broker, 'UNSUBSCRIBE', isWild, (session: Session, frame) => {
    subscriptions.end(session, patternOf(frame));
    return NO_TAGS;
  });
}

/** @throws {Refusal} `BAD_FRAME` */
function patternOf(frame: Frame): string {
  requireNoBody(frame);
  return frame.target ?? '';
}
