// The broker of stage 03: the one of stage 02, which now asks who is there.

import { auth } from '#auth';
import type { Verify } from '#token';
import type { Broker } from '01-basic-pubsub';
import { createBroker as createPrevious, type Options as PreviousOptions } from '02-persistence';

export * from '02-persistence'; // but for what has the same name here
export { createVerifier, type Claims, type Rights, type Verify } from '#token';
export { userOf, type UserSession } from '#user-session';

export interface Options extends PreviousOptions {
  readonly verify: Verify;
  /** The time to authenticate, in ms. */
  readonly authTimeout: number;
}

export const createBroker = (options: Options): Broker => createPrevious(options).use(auth(options.verify, options.authTimeout));
