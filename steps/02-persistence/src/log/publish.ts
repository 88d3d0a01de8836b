// PUBLISH: every message is stored before anybody gets it, and only once, however often it is sent.

import type { Dialogue } from '#dialogue';
import { type Journal, receiptOf, tagsOf } from '#journal';
import { makeId, type MessageStore } from '#store';
import { TaggedPacket } from '#tags';
import type { Message, Turn } from '#turn';
import type { Broker, Channels, Session } from '01-basic-pubsub';
import { type Frame, isChannel, messageOf } from '@workshop/protocol';

interface Parts {
  readonly broker: Broker;
  readonly channels: Channels;
  readonly turn: Turn;
  readonly dialogue: Dialogue;
  readonly store: MessageStore;
  readonly journal: Journal;
}

/** Publishes a message for a session, and answers once it is stored. In later stages, the channel may be another kind of target. */
export type Publish = (session: Session, frame: Frame, message: Pick<Message, 'channel' | 'body'>) => void;

export function publishing({ broker, channels, turn, dialogue, store, journal }: Parts): Publish {
  /** Stores a message, and prepares the tags of its MSG and of its OK, which are both sent after the commit (P3-1, P3-8). */
  function keep(message: Message, id: string): void {
    // #region keep
    const stamped = { from: message.from, id, time: message.time ?? Date.now(), body: message.body };
    const seq = journal.append(message.channel, stamped);
    message.tags = tagsOf({ ...stamped, seq });
    message.receipt = receiptOf({ seq, id });
    // #endregion keep
  }

  /** Whether a message with this id from this publisher is stored already. If so, this one is a repeat, and is only answered (P3-6). */
  function isRepeat(message: Message, id: string): boolean {
    // #region repeat
    const seq = store.find(message.channel, { from: message.from, id });
    if (seq === undefined) return false;
    message.duplicate = true;
    message.receipt = new Map([...receiptOf({ seq, id }), ['dup', '1']]);
    return true;
    // #endregion repeat
  }

  /** Hands a message to everyone who is subscribed to its channel. */
  function deliver({ channel, body, tags }: Message): void {
    const packet = new TaggedPacket({ verb: 'MSG', target: channel, body, tags });
    for (const session of channels.readers(channel)) packet.sendTo(session);
  }

  turn.steps.store.push((message) => {
    if (!isChannel(message.channel)) return; // a later stage stores it
    if (message.id === undefined || !isRepeat(message, message.id)) keep(message, message.id ?? makeId());
  });
  turn.steps.deliver.push(deliver);

  const publish: Publish = (session, frame, message) => {
    const id = frame.tags?.get('id');
    turn.publish({ ...message, session, id, done: (outcome) => dialogue.answer(session, frame, outcome) });
  };

  /* PUBLISH:<channel>:<body> */
  broker.commands.set('PUBLISH', (session, frame) => publish(session, frame, messageOf(frame)));
  return publish;
}
