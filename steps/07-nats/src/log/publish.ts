// PUBLISH: the message goes into the stream, and the PubAck answers it. It isn't delivered from here: it comes back live, as on every
// broker.

import type { Broker, Session } from '01-basic-pubsub';
import { type Dialogue, makeId, type Message, type Publish, receiptOf, type Turn } from '02-persistence';
import { isAddress } from '06-federation';
import { type Frame, messageOf, type Refusal, type Tags } from '@workshop/protocol';
import type { Publishers } from '#arrivals';
import type { Feed } from '#feed';
import type { Interest } from '#interest';
import type { Outbound, Outgoing } from '#outgoing';
import { subjectOf } from '#subjects';

/** How many publishes of one session may be on their way. At this number, the broker stops reading from it until they are answered. */
const MAX_UNANSWERED = 256;

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Pick<Dialogue, 'answer'>;
  readonly turn: Pick<Turn, 'steps'>;
  readonly outgoing: Pick<Outgoing, 'store'>;
  readonly feed: Pick<Feed, 'reached'>;
  readonly interest: Pick<Interest, 'follows'>;
  readonly publishers: Publishers;
  /** Rejects if the addressed broker is not known. */
  readonly reach: (address: string) => Promise<void>;
}

/** A message that may be for the subscribers of this broker alone. */
export interface LocalMessage extends Message {
  readonly staysHere?: boolean;
}

/** A session, with its publishes that aren't answered yet. */
export interface Publisher extends Session {
  unanswered?: number;
  /** Resolves when all of them are answered; absent when there are none. */
  answered?: Promise<void> | undefined;
}

export function publishing(parts: Parts, own: string): Publish {
  const { broker, dialogue, turn, outgoing, feed, interest, publishers, reach } = parts;

  /** @returns the tags of the OK */
  async function store(message: LocalMessage, id: string): Promise<Tags> {
    const { channel: to, from = '', body, session, time = Date.now(), staysHere } = message;
    if (isAddress(to)) await reach(to);
    const subject = subjectOf(staysHere ? `${to}@${own}` : to, from);
    const msgId = `${subject} ${from} ${id}`;
    if (session) publishers.set(msgId, session);
    try {
      const receipt = await pass(message, { subject, id, msgId, from, broker: own, to, time, body });
      if (isAddress(to) && !to.startsWith('@')) receipt.delete('seq'); // it is in no log of this broker (P7-10)
      return receipt;
    } finally {
      publishers.delete(msgId);
    }
  }

  /**
   * Stores a message, waits until it is delivered here, and answers it, in this order. A message that was stored before is not delivered
   * again. @returns the tags of the OK
   */
  async function pass(message: Message, outbound: Outbound): Promise<Map<string, string>> {
    const { id, subject } = outbound;
    // #region order
    const { seq, duplicate } = await outgoing.store(outbound);
    if (duplicate) return new Map([...receiptOf({ seq, id }), ['dup', '1']]);
    await handOn(message, subject, seq);
    return new Map(receiptOf({ seq, id }));
    // #endregion order
  }

  /** Whatever a session does next, the message that it has published is delivered by then, as in the other stages (P2-6). */
  async function handOn(message: Message, subject: string, seq: number): Promise<void> {
    if (interest.follows(subject)) await feed.reached(seq);
    else broker.guard(() => turn.steps.announce.forEach((step) => step(message)));
  }

  /** Answers a publish in its turn: publishes are on their way side by side, but are answered in the order sent. */
  async function answer(session: Publisher, frame: Frame, stored: Promise<Tags>, before: Promise<void> | undefined): Promise<void> {
    const outcome: Tags | Refusal = await stored.catch((error: unknown) => broker.explain(error));
    await before;
    session.unanswered = (session.unanswered ?? 1) - 1;
    dialogue.answer(session, frame, outcome);
  }

  const publish: Publish = (session: Publisher, frame, part) => {
    const message: LocalMessage = { ...part, session };
    for (const check of turn.steps.check) check(message);
    for (const stamp of turn.steps.stamp) stamp(message);
    session.unanswered = (session.unanswered ?? 0) + 1;
    const answered = answer(session, frame, store(message, frame.tags?.get('id') ?? makeId()), session.answered);
    session.answered = answered;
    void answered.then(() => {
      if (session.answered === answered) session.answered = undefined;
    });
    return session.unanswered < MAX_UNANSWERED ? undefined : answered;
  };

  /* PUBLISH:<channel>:<body> */
  broker.commands.set('PUBLISH', (session, frame) => publish(session, frame, messageOf(frame)));
  return publish;
}
