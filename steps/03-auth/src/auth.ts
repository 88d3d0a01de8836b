// Stage 03: who a session's user is, and what they may do. Until it has logged in with a token, a session can do nothing else.

import { setAlarm } from '#alarm';
import { Allowed } from '#allowed';
import type { Claims, Rights, Verify } from '#token';
import { userOf, type UserSession } from '#user-session';
import type { Broker } from '01-basic-pubsub';
import { type Dialogue, NO_TAGS, type Subscriptions, type Turn } from '02-persistence';
import { CLOSE_CODES, covers, type Frame, quote, Refusal } from '@workshop/protocol';

/** This many bad tokens close a session (P4-2). */
const MAX_FAILURES = 5;

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Dialogue;
  readonly subscriptions: Subscriptions;
  readonly turn: Pick<Turn, 'steps'>;
}

export class Auth {
  /** Called once for each session, as soon as its user is known. */
  readonly onLogin: ((session: UserSession) => void)[] = [];
  readonly #broker: Broker;
  readonly #dialogue: Dialogue;
  readonly #subscriptions: Subscriptions;
  readonly #verify: Verify;
  readonly #allowed = new Allowed();

  constructor({ broker, dialogue, subscriptions }: Parts, verify: Verify) {
    this.#broker = broker;
    this.#dialogue = dialogue;
    this.#subscriptions = subscriptions;
    this.#verify = verify;
  }

  /** Runs before every command: a session that hasn't logged in can do nothing but log in (P4-3). */
  guard(session: UserSession, { verb }: Frame): void {
    // #region guard
    if (verb !== 'AUTH') userOf(session);
    // #endregion guard
  }

  /* AUTH:<token> */
  async logIn(session: UserSession, frame: Frame): Promise<void> {
    // #region login
    const token = tokenOf(frame);
    const claims = await this.#verify(token).catch((error: unknown) => this.#countFailure(session, frame, error));
    if (!claims || !this.#broker.sessions.has(session)) return; // a bad token, or the client left while it was verified
    const isNew = session.user === undefined;
    this.#identify(session, claims);
    this.#endWithToken(session, claims);
    if (isNew) for (const listener of this.onLogin) listener(session);
    else this.#revoke(session);
    this.#dialogue.answer(session, { ...frame, target: claims.user }, NO_TAGS);
    // #endregion login
  }

  /** Answers a bad token, and counts it. */
  #countFailure(session: UserSession, frame: Frame, error: unknown): void {
    // #region failures
    this.#dialogue.refuse(session, frame, error);
    session.failures = (session.failures ?? 0) + 1;
    if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');
    // #endregion failures
  }

  /** The first good token decides whose session it is, for as long as the session lives (P4-11); the newest one decides its rights. */
  #identify(session: UserSession, claims: Claims): void {
    // #region identity
    if (session.user !== undefined && session.user !== claims.user)
      throw new Refusal('FORBIDDEN', `this session belongs to ${session.user}: open another one for ${claims.user}`);
    session.user = claims.user;
    session.rights = claims;
    // #endregion identity
  }

  /** From now on, the session ends when its token expires, neither earlier nor later (P4-9). */
  #endWithToken(session: UserSession, { expires }: Claims): void {
    // #region expiry
    session.callOff?.();
    session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));
    // #endregion expiry
  }

  /** Whether the session's token allows this. An absent list allows everything, an empty one nothing (P4-7). */
  #may(session: UserSession, right: keyof Rights, target: string): boolean {
    // #region rights
    const patterns = session.rights?.[right];
    return patterns === undefined || patterns.some((pattern) => covers(pattern, target));
    // #endregion rights
  }

  /**
   * Called before a session publishes to a channel or a user, and before it reads a channel, live or from the past (P4-8).
   * @throws {Refusal} `FORBIDDEN`
   */
  authorize(session: UserSession, right: keyof Rights, target: string): void {
    const patterns = session.rights?.[right];
    if (this.#allowed.has(patterns, target)) return;
    if (!this.#may(session, right, target)) throw new Refusal('FORBIDDEN', `your token does not let you ${right} to ${quote(target)}`);
    this.#allowed.add(patterns, target);
  }

  /** Ends the subscriptions that a session's newer token does not cover (P4-10). */
  #revoke(session: UserSession): void {
    // #region revoke
    const lost = [...(session.channels ?? [])].filter((channel) => !this.#may(session, 'subscribe', channel));
    for (const channel of lost) this.#subscriptions.end(session, channel);
    // #endregion revoke
  }

  /** Closes a session that has no good token, or no longer has one. */
  end(session: UserSession, reason: string): void {
    this.#broker.drop(session, CLOSE_CODES.NOT_AUTHENTICATED, reason);
  }
}

/** Makes every way into the broker ask for a token. @param timeout how long a session may take to log in, in ms */
export function authentication(parts: Parts, verify: Verify, timeout: number): Auth {
  const { broker, dialogue, subscriptions, turn } = parts;
  const auth = new Auth(parts, verify);

  broker.onConnect.push((session: UserSession) => {
    const timer = setTimeout(() => auth.end(session, 'no token came in time'), timeout);
    session.callOff = () => clearTimeout(timer);
  });
  broker.onDisconnect.push((session: UserSession) => session.callOff?.());
  broker.commands.set('AUTH', (session, frame) => auth.logIn(session, frame));
  dialogue.alwaysAnswered.add('AUTH');

  // #region lists
  dialogue.before.push((session, frame) => auth.guard(session, frame));
  subscriptions.check.push((session, channel) => auth.authorize(session, 'subscribe', channel));
  turn.steps.check.push(({ session, channel }) => session && auth.authorize(session, 'publish', channel));
  turn.steps.stamp.push((message) => {
    const session: UserSession | undefined = message.session;
    if (session) message.from = session.user; // the token's word, never the client's (P4-12)
  });
  // #endregion lists
  return auth;
}

/** Everything after the first colon, even though no good token contains a colon (P4-1). */
function tokenOf({ target = '', body }: Frame): string {
  const token = body === undefined ? target : `${target}:${body}`;
  if (token === '') throw new Refusal('BAD_FRAME', 'AUTH needs a token, as in AUTH:<token>');
  return token;
}
