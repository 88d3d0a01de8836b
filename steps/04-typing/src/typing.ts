// Stage 04: who is typing. None of it is stored, numbered or replayed (P5-8).

import { Typists, type TypingSession } from '#typists';
import type { Broker, Channels } from '01-basic-pubsub';
import { type Message, NO_TAGS, type Subscriptions, type Turn } from '02-persistence';
import { type Auth, userOf, type UserSession } from '03-auth';
import { channelOf, type Frame, quote, Refusal } from '@workshop/protocol';

interface Parts {
  readonly broker: Broker;
  readonly channels: Channels;
  readonly subscriptions: Subscriptions;
  readonly turn: Pick<Turn, 'steps'>;
  readonly auth: Auth;
}

/** Gives a broker the commands of stage 04. @param expiry ms without another USER_TYPING after which a typist has stopped */
export function typing({ broker, channels, subscriptions, turn, auth }: Parts, expiry: number): Typists {
  const typists = new Typists(broker, expiry);

  /** A session may type only in a channel that it reads and may publish to (P5-2). */
  function startTyping(session: UserSession, frame: Frame): void {
    const channel = channelOf(frame);
    // #region typing
    if (!typists.hears(session, channel)) throw new Refusal('FORBIDDEN', `to type in ${quote(channel)}, SUBSCRIBE to it first`);
    auth.authorize(session, 'publish', channel);
    typists.start(session, userOf(session), channel);
    // #endregion typing
  }

  /** Publishing ends typing, and the readers are told before they get the message (P5-5). */
  function stopTyping({ from, channel }: Message): void {
    // #region message
    if (from !== undefined) typists.stop(from, channel);
    // #endregion message
  }

  // #region lists
  typists.audience.push((channel) => channels.readers(channel));
  turn.steps.announce.push(stopTyping);
  subscriptions.onBegin.push((session, channel) => typists.greet(session, channel));
  subscriptions.onEnd.push((session: UserSession, channel) => typists.release(session, channel));
  broker.onDisconnect.push((session: TypingSession & UserSession) => {
    for (const channel of session.typing ?? []) typists.leave(session, channel);
  });
  // #endregion lists

  /* USER_TYPING:<channel> */
  broker.commands.set('USER_TYPING', (session, frame) => {
    startTyping(session, frame);
    return NO_TAGS;
  });

  /* USER_STOPPED:<channel> */
  broker.commands.set('USER_STOPPED', (session, frame) => {
    typists.stop(userOf(session), channelOf(frame));
    return NO_TAGS;
  });
  return typists;
}
