// Stage 04: who is typing. Nothing of it is stored, numbered or replayed (P5-8).

import { Typists, type TypingSession } from '#typists';
import type { Broker, Feature } from '01-basic-pubsub';
import { type Publication, userOf } from '03-auth';
import { channelOf, quote, Refusal } from '@workshop/protocol';

const typistsByBroker = new WeakMap<Broker, Typists>();

/** Who is typing on a broker of this stage, for the stages that build on it. */
export function typistsOf(broker: Broker): Typists {
  const typists = typistsByBroker.get(broker);
  if (!typists) throw new Error('nobody can type on this broker: it does not use the feature');
  return typists;
}

/** @param expiry ms without another USER_TYPING, after which a typist has stopped */
export function typing(expiry: number): Feature<TypingSession, Publication> {
  return (broker) => {
    const typists = new Typists(broker, expiry);
    typistsByBroker.set(broker, typists);

    /** A message is what was being typed: its publisher has stopped, before anybody gets it (P5-5). */
    function stopTyping({ from, channel }: Publication): void {
      // #region message
      if (from !== undefined) typists.stop(from, channel);
      // #endregion message
    }

    return {
      commands: {
        USER_TYPING(session, frame) {
          const channel = channelOf(frame);
          if (!broker.readers(channel).has(session))
            throw new Refusal('FORBIDDEN', `whoever types in ${quote(channel)} must read it: SUBSCRIBE first`); // P5-2
          broker.authorize(session, channel, 'publish');
          typists.start(session, channel);
        },
        USER_STOPPED(session, frame) {
          typists.stop(userOf(session), channelOf(frame));
        },
      },
      deliver: stopTyping,
      subscribe: (session, channel) => typists.greet(session, channel),
      unsubscribe(session, channel) {
        typists.leave(session, channel);
        typists.forget(session, channel);
      },
      disconnect(session) {
        for (const channel of session.typing ?? []) typists.leave(session, channel);
      },
    };
  };
}
