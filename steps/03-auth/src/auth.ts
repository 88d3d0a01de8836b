// Stage 03: who somebody is, and what they may do. Until a session has shown a good token, it can do nothing else.

import { setAlarm } from '#alarm';
import type { Claims, Verify } from '#token';
import { userOf, type UserSession } from '#user-session';
import type { Feature, Outcome, Right } from '01-basic-pubsub';
import type { Publication } from '02-persistence';
import { CLOSE_CODES, covers, type Frame, quote, Refusal } from '@workshop/protocol';

/** Failures at which a session is closed (P4-2). */
const MAX_FAILURES = 5;

/** @param timeout the time to authenticate, in ms */
export function auth(verify: Verify, timeout: number): Feature<UserSession, Publication> {
  return (broker) => {
    const close = (session: UserSession, reason: string) => broker.drop(session, CLOSE_CODES.NOT_AUTHENTICATED, reason);

    /** Before every command: whoever has not said who they are is refused everything but saying it (P4-3). */
    function guard(session: UserSession, { verb }: Frame): void {
      // #region guard
      if (verb !== 'AUTH') userOf(session);
      // #endregion guard
    }

    /** A good token was shown. The user is whom it names, for as long as the session lives (P4-11); the rights are those of the newest. */
    function identify(session: UserSession, claims: Claims): void {
      // #region identity
      if (session.user !== undefined && session.user !== claims.user)
        throw new Refusal('FORBIDDEN', `this session belongs to ${session.user}: open another one for ${claims.user}`);
      session.user = claims.user;
      session.rights = claims;
      // #endregion identity
    }

    /** From now on the session ends when its token does, not before and not later (P4-9). */
    function endWithToken(session: UserSession, { expires }: Claims): void {
      // #region expiry
      session.callOff?.();
      session.callOff = setAlarm(expires, () => close(session, 'the token has expired'));
      // #endregion expiry
    }

    /** Whether the token's patterns cover a channel. A list that is absent allows everything, an empty one nothing (P4-7). */
    function may(session: UserSession, right: Right, channel: string): boolean {
      // #region rights
      const patterns = session.rights?.[right];
      return patterns === undefined || patterns.some((pattern) => covers(pattern, channel));
      // #endregion rights
    }

    /** Before anything is published to a channel, or read from it in any way (P4-8). */
    function authorize(session: UserSession, channel: string, right: Right): void {
      if (!may(session, right, channel)) throw new Refusal('FORBIDDEN', `your token does not let you ${right} to ${quote(channel)}`);
    }

    /** The rights are those of a new token: subscriptions that they do not cover end (P4-10). */
    function revoke(session: UserSession): void {
      // #region revoke
      for (const channel of session.channels ?? []) if (!may(session, 'subscribe', channel)) broker.unsubscribe(session, channel);
      // #endregion revoke
    }

    /* AUTH:<token> */
    async function logIn(session: UserSession, frame: Frame): Promise<Outcome> {
      const token = tokenOf(frame);
      const claims = await verify(token).catch((error: unknown) => fail(session, error, frame));
      if (!claims || !broker.sessions.has(session)) return 'answered';
      const isNew = session.user === undefined;
      identify(session, claims);
      endWithToken(session, claims);
      if (isNew) broker.login(session);
      else revoke(session);
      broker.answer(session, new Map(), { verb: 'AUTH', target: claims.user, tags: frame.tags });
      return 'answered';
    }

    function fail(session: UserSession, error: unknown, frame: Frame): void {
      broker.refuse(session, error, frame);
      session.failures = (session.failures ?? 0) + 1;
      if (session.failures === MAX_FAILURES) close(session, 'too many bad tokens');
    }

    return {
      commands: { AUTH: logIn },
      connect(session) {
        const timer = setTimeout(() => close(session, 'nobody said who this is'), timeout);
        session.callOff = () => clearTimeout(timer);
      },
      command: guard,
      authorize,
      publish(message, session) {
        if (session?.user !== undefined) message.from = session.user; // the token's word, never the client's (P4-12)
      },
      disconnect: (session) => session.callOff?.(),
    };
  };
}

/** All after the first colon, though a token with a colon is never good (P4-1). */
function tokenOf({ target = '', body }: Frame): string {
  const token = body === undefined ? target : `${target}:${body}`;
  if (token === '') throw new Refusal('BAD_FRAME', 'AUTH needs a token, as in AUTH:<token>');
  return token;
}
