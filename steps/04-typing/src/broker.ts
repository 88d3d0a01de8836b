// The broker of stage 04: the one of stage 03, which now tells who is typing.

import { typing } from '#typing';
import type { Broker } from '01-basic-pubsub';
import { createBroker as createPrevious, type Options as PreviousOptions } from '03-auth';

export * from '03-auth'; // but for what has the same name here
export { typistsOf } from '#typing';

export interface Options extends PreviousOptions {
  /** Time in ms after which a typist who says nothing more has stopped. */
  readonly typingExpiry: number;
}

export const createBroker = (options: Options): Broker => createPrevious(options).use(typing(options.typingExpiry));
