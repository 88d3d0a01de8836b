// The broker of stage 04: the parts of stage 03, and one more that knows who is typing.

import { typing } from '#typing';
import { createBroker as createPrevious, type Options as PreviousOptions } from '03-auth';

export { typing } from '#typing';
export type { Listener, Typists, TypingSession } from '#typists';

export interface Options extends PreviousOptions {
  /** The time after which a typist who says nothing more has stopped, in ms. */
  readonly typingExpiry: number;
}

export function createBroker({ typingExpiry, ...options }: Options) {
  const previous = createPrevious(options);
  return { ...previous, typists: typing(previous, typingExpiry) };
}
