// PUBLISH: into the stream, and answered with its PubAck. It is not delivered from here: it comes back live, as on every other broker.

import { type Message, type Publish, receiptOf, type Turn, makeId } from '02-persistence';
import type { Broker } from '01-basic-pubsub';
import type { UserSession } from '03-auth';
import { messageOf, type Tags } from '@workshop/protocol';
import { isAddress } from '06-federation';
import type { Feed } from '#feed';
import type { Interest } from '#interest';
import type { Outgoing } from '#outgoing';
import { subjectOf } from '#subjects';
import type { Publishers } from '#arrivals';

interface Parts {
  readonly broker: Broker;
  readonly turn: Pick<Turn, 'steps'>;
  readonly outgoing: Outgoing;
  readonly feed: Feed;
  readonly interest: Interest;
  readonly publishers: Publishers;
  /** Rejects where an addressed broker is not known. */
  readonly reach: (address: string) => Promise<void>;
}

/** A message that its publisher addressed to the subscribers of this broker alone. */
export interface LocalMessage extends Message {
  readonly staysHere?: boolean;
}

export function publishing({ broker, turn, outgoing, feed, interest, publishers, reach }: Parts, own: string): Publish {
  /** @returns the tags of the OK */
  async function publish(message: LocalMessage, id: string): Promise<Tags> {
    const { channel: to, from = '', body, session, time = Date.now(), staysHere } = message;
    const subject = subjectOf(staysHere ? `${to}@${own}` : to, from);
    const msgId = `${subject} ${from} ${id}`;
    if (session) publishers.set(msgId, session);
    try {
      const { seq, duplicate } = await outgoing.store({ subject, id, msgId, from, broker: own, to, time, body });
      // What a session does next finds delivered what it has published, as in the other stages (P2-6).
      if (!duplicate && interest.follows(subject)) await feed.reached(seq);
      else if (!duplicate) broker.guard(() => turn.steps.announce.forEach((step) => step(message)));
      const receipt = new Map(receiptOf({ seq, id }));
      if (isAddress(to) && !to.startsWith('@')) receipt.delete('seq'); // it is in no log of this broker (P7-10)
      return duplicate ? receipt.set('dup', '1') : receipt;
    } finally {
      publishers.delete(msgId);
    }
  }

  const start: Publish = async (session: UserSession, frame, { channel, body, ...more }) => {
    const message: LocalMessage = { ...more, channel, body, session };
    for (const check of turn.steps.check) check(message);
    for (const stamp of turn.steps.stamp) stamp(message);
    if (isAddress(channel)) await reach(channel);
    return publish(message, frame.tags?.get('id') ?? makeId());
  };

  /* PUBLISH:<channel>:<body> */
  broker.commands.set('PUBLISH', (session, frame) => start(session, frame, messageOf(frame)));
  return start;
}
