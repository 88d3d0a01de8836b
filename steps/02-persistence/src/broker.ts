// The broker of stage 02: the one of stage 01, with a store.

import { persistence } from '#persistence';
import { type MessageStore } from '#store';
import { type Broker, createBroker as createPrevious, type Options as PreviousOptions } from '01-basic-pubsub';

export { countOf, Journal, receiptOf, tagsOf } from '#journal';
export type { Publication } from '#persistence';
export { makeId, type MessageStore } from '#store';
export { MemoryStore } from './memory-store.ts';

export interface Options extends PreviousOptions {
  readonly store: MessageStore;
  /** How many messages of each channel and each inbox are kept. */
  readonly retain: number;
}

export const createBroker = (options: Options): Broker => createPrevious(options).use(persistence(options.store, options.retain));
