// The broker of stage 03: the parts of stage 02, and one more that knows users and their rights.

import { authentication } from '#auth';
import type { Verify } from '#token';
import { createBroker as createPrevious, type Options as PreviousOptions } from '02-persistence';

export { type Auth, authentication } from '#auth';
export { createVerifier, type Rights, type Verify } from '#token';
export { userOf, type UserSession } from '#user-session';

export interface Options extends PreviousOptions {
  readonly verify: Verify;
  /** How long a session may take to log in, in ms. */
  readonly authTimeout: number;
}

export function createBroker({ verify, authTimeout, ...options }: Options) {
  const previous = createPrevious(options);
  return { ...previous, auth: authentication(previous, verify, authTimeout) };
}
