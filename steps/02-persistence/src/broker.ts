// The broker of stage 02: the parts of stage 01, plus the turn, the dialogue and the log.

import { Dialogue } from '#dialogue';
import { history } from '#history';
import { Journal } from '#journal';
import { publishing } from '#publish';
import { resuming } from '#resume';
import type { MessageStore } from '#store';
import { Subscriptions } from '#subscriptions';
import { Turn } from '#turn';
import { type CoreOptions, createBroker as createPrevious } from '01-basic-pubsub';

export type * from '01-basic-pubsub';
export { Dialogue } from '#dialogue';
export { countOf, type History, type LogPart } from '#history';
export { Journal, receiptOf, sendStored, tagsOf } from '#journal';
export type { PacedSession } from '#pace';
export type { Publish } from '#publish';
export type { LogSubscription, PacedReader, Resume } from '#resume';
export { makeId, type Bounds, type MessageStore, type StoredMessage } from '#store';
export { type Reader, Subscriptions } from '#subscriptions';
export { sinceOf, TaggedPacket } from '#tags';
export { type Message, NO_TAGS, type Turn } from '#turn';
export { MemoryStore } from './store/memory-store.ts';

export interface Options extends CoreOptions {
  readonly store: MessageStore;
  /** How many messages are kept for each channel and each inbox. */
  readonly retain: number;
  /** Runs `work` when this turn of the event loop is over: `setImmediate` in Node. By default, when the code now running is done. */
  readonly later?: (work: () => void) => void;
}

export function createBroker({ store, retain, later = queueMicrotask, ...options }: Options) {
  const previous = createPrevious(options);
  const { broker, channels } = previous;
  const turn = new Turn(broker, store, later);
  const dialogue = new Dialogue(broker, turn);
  const journal = new Journal(store, retain);
  const subscriptions = new Subscriptions(broker, channels);
  const parts = { ...previous, store, turn, dialogue, journal, subscriptions };

  broker.onDisconnect.unshift(() => turn.settle()); // before all others: a session's messages are delivered before it is forgotten
  broker.onClose.push(() => {
    turn.settle();
    store.close();
  });
  return {
    ...parts,
    publish: publishing(parts),
    resume: resuming(parts),
    history: history(parts),
  };
}
