// A session and its user.

import type { Rights } from '#token';
import type { Subscriber } from '01-basic-pubsub';
import { Refusal } from '@workshop/protocol';

// #region user-session
/** A session, and what its token says. It has no user and no rights before it has logged in. */
export interface UserSession extends Subscriber {
  user?: string;
  rights?: Rights;
  /** How many bad tokens it has sent. */
  failures?: number;
  /** Calls off the timer that will end the session: at first when the time to log in is over, then when its token expires. */
  callOff?: () => void;
}
// #endregion user-session

/**
 * The session's user.
 * @throws {Refusal} `UNAUTHORIZED` before it has logged in. Only `guard` meets that case, and refuses the command (P4-3)
 */
export function userOf({ user }: UserSession): string {
  if (user === undefined) throw new Refusal('UNAUTHORIZED', 'log in first, with AUTH:<token>');
  return user;
}
