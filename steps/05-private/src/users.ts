// Users as targets, such as `@bob`. A user's inbox has the same name.

import { userOf, type UserSession } from '03-auth';
import { type Frame, isName, quote, Refusal, requireNoBody, requireTarget } from '@workshop/protocol';

/** Whether a target is a user of this broker. */
export function isUser(target: string): boolean {
  return target.startsWith('@') && isName(target.slice(1));
}

/** The inbox of a session's user. */
export function inboxOf(session: UserSession): string {
  return `@${userOf(session)}`;
}

/**
 * Returns the target if it is a user.
 * @throws {Refusal} `BAD_CHANNEL` if it is not
 */
export function requireUser(target: string): string {
  if (isUser(target)) return target;
  throw new Refusal('BAD_CHANNEL', `${quote(target)} is no user: write @ and one word, as in @bob`);
}

/**
 * The user named by a frame that has no body.
 * @throws {Refusal} `BAD_FRAME`, `BAD_CHANNEL`
 */
export function userAlone(frame: Frame): string {
  const target = requireTarget(frame);
  requireNoBody(frame);
  return requireUser(target);
}
