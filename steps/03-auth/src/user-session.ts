// A session that belongs to somebody.

import type { Rights } from '#token';
import type { Subscriber } from '01-basic-pubsub';
import { Refusal } from '@workshop/protocol';

// #region user-session
/** A session with what its token says; of one that has shown none, nothing. */
export interface UserSession extends Subscriber {
  user?: string;
  rights?: Rights;
  failures?: number;
  /** Calls off what ends the session: at first the time to authenticate, then the token's end. */
  callOff?: () => void;
}
// #endregion user-session

/**
 * The user whose session it is. Commands reach a feature only when there is one.
 * @throws {Refusal} `UNAUTHORIZED` when there is none
 */
export function userOf({ user }: UserSession): string {
  if (user === undefined) throw new Refusal('UNAUTHORIZED', 'first say who you are: AUTH:<token>');
  return user;
}
