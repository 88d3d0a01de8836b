// The exercise of stage 03: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '3.1',
    title: 'refuse every command from a session that has not logged in',
    file: 'auth',
    region: 'guard',
    checks: ['auth-first', 'nothing-before-auth', 'token-signature'],
    hints: [
      'The safe order is to refuse everything and to allow by exception. Then a verb that somebody adds next year is closed to strangers, even if nobody thinks of that. There is one exception.',
      'This runs before every command, known or not, and what it throws is the answer. `userOf(session)` returns the user of a session, and throws the right refusal if there is none. Only AUTH may pass without a user.',
      "    if (verb !== 'AUTH') userOf(session);",
    ],
  },
  {
    number: '3.2',
    title: 'verify a token by rules of your own',
    file: 'token',
    region: 'verify',
    checks: ['token-algorithm', 'token-signature', 'token-crit', 'token-times', 'token-shape', 'token-secrecy'],
    hints: [
      'A library verifies the signature, but you have to say what counts: which algorithm, and which claims must be there. Never let the token choose the algorithm, because then a forger chooses it. And a bad token must lead to one kind of error, whatever is wrong with it.',
      "`jwtVerify(token, key, options)` resolves with `{ payload }`. Among its options are `algorithms`, a list, and `requiredClaims`, which you need for `sub` and `exp`. It throws a `JOSEError` of some kind for a bad token: turn that into a Refusal `UNAUTHORIZED` with the text `explain(error)`. `readClaims(payload)` turns the payload into `Claims`. Any other error is not the token's fault: rethrow it.",
      `    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] });
      return readClaims(payload);
    } catch (error) { … }
and in the catch: if error instanceof errors.JOSEError, throw new Refusal('UNAUTHORIZED', explain(error)), otherwise throw error.`,
    ],
  },
  {
    number: '3.3',
    title: 'log a session in, step by step',
    file: 'auth',
    region: 'login',
    checks: ['auth', 'auth-in-a-burst', 'auth-without-token', 'auth-again-rights', 'auth-again-other-user'],
    hints: [
      'Verifying a token takes a moment. By then, the token may have proved bad, or the client may have left. In both cases there is nothing more to do. Otherwise the session gets its user and the time at which it ends, and the client is told the name of its user.',
      "`tokenOf(frame)` returns the token, or refuses a frame that has none. `this.#verify(token)` returns a promise of `Claims`. If that rejects, `this.#countFailure(session, frame, error)` answers the client. Then check whether `this.#broker.sessions` still has the session. After `this.#identify` and `this.#endWithToken`, call each listener in `this.onLogin` with a session that has just got its first user. A session that already had a user may have lost rights: call `this.#revoke(session)` instead. Note which of the two it is before you identify it. The answer is OK:AUTH:<user>: the command's frame, with the user as its target.",
      `    const token = tokenOf(frame);
    const claims = await this.#verify(token).catch((error: unknown) => this.#countFailure(session, frame, error));
    if (!claims || !this.#broker.sessions.has(session)) return;
    const isNew = session.user === undefined;
then identify, endWithToken, the listeners of onLogin or revoke, and
    this.#dialogue.answer(session, { ...frame, target: claims.user }, NO_TAGS);`,
    ],
  },
  {
    number: '3.4',
    title: 'answer a bad token, and count it',
    file: 'auth',
    region: 'failures',
    checks: ['five-failures', 'token-signature', 'auth-timeout'],
    hints: [
      'A client that tries tokens until one fits must not get as many tries as it likes. But an honest client may have an old token, so the first few times it only gets an error.',
      '`this.#dialogue.refuse(session, frame, error)` answers a command with what went wrong. `session.failures` is absent at first. At `MAX_FAILURES`, `this.end(session, reason)` closes the session. The fifth failure is answered too, so refuse before you close.',
      `    this.#dialogue.refuse(session, frame, error);
    session.failures = (session.failures ?? 0) + 1;
and end the session if that makes MAX_FAILURES.`,
    ],
  },
  {
    number: '3.5',
    title: 'take from a verified token what this broker needs',
    file: 'token',
    region: 'read-claims',
    checks: ['token-sub', 'auth'],
    hints: [
      'The signature proves that your application made the token, not that the token makes sense. A name such as `#` or `a.b` becomes a pattern or a channel somewhere else. So check the name before you trust it.',
      '`sub` may be of any type: throw a Refusal `UNAUTHORIZED` with BAD_TOKEN unless it is a string and `isName(sub)`. `exp` is in seconds, and `expires` in milliseconds. `readPatterns` reads each of the two lists.',
      `    if (typeof sub !== 'string' || !isName(sub)) throw new Refusal('UNAUTHORIZED', BAD_TOKEN);
    return { user: sub, expires: exp * 1000, … };
with publish: readPatterns(publish), and subscribe likewise.`,
    ],
  },
  {
    number: '3.6',
    title: 'tell an absent list of rights from a malformed one',
    file: 'token',
    region: 'read-patterns',
    checks: ['rights-malformed', 'rights-lists', 'auth'],
    hints: [
      'An absent list allows everything. So nothing else in its place (`null`, a text, a list with a number in it) may be taken for an absent list: somebody meant to set a limit, and made a mistake.',
      'Three cases: `undefined` stays `undefined`; an array in which every element is a string is returned as it is; for anything else, throw a Refusal `UNAUTHORIZED` whose text says what would be right.',
      `    if (claim === undefined) return undefined;
    if (Array.isArray(claim) && claim.every((pattern) => typeof pattern === 'string')) return claim;
and throw the refusal.`,
    ],
  },
  {
    number: '3.7',
    title: 'take the identity from the token, once and for all',
    file: 'auth',
    region: 'identity',
    checks: ['auth', 'from', 'auth-again-other-user', 'auth-again-rights'],
    hints: [
      'The token alone says whose session it is. A session belongs to one user for as long as it lives, because its subscriptions and the messages on their way to it belong to that user. Its rights may change with a newer token of the same user.',
      '`claims.user` is the name in the token that has just been verified; `session.user` is the user that the session has, if it has one. If the session has a user and the two differ, throw a Refusal `FORBIDDEN`, before anything has changed. Otherwise remember the user, and replace the older `session.rights` with the claims: a newer token need not have the same lists.',
      `    if (session.user !== undefined && session.user !== claims.user)
      throw new Refusal('FORBIDDEN', \`this session belongs to \${session.user}: open another one for \${claims.user}\`);
then set session.user and session.rights.`,
    ],
  },
  {
    number: '3.8',
    title: 'end the session when its token expires',
    file: 'auth',
    region: 'expiry',
    checks: ['token-expires', 'auth-again-extends', 'expiry-far', 'auth-timeout'],
    hints: [
      'A client that only listens, and never sends a command, would go on listening after its token has expired. So do not wait for the next command: set an alarm. A newer token moves it.',
      '`setAlarm(at, ring)` calls `ring` at the given time, and returns a function that calls the alarm off. Keep that function in `session.callOff`, which already holds such a function, for the login timer or for the alarm of an older token: call it before you set the new alarm. `this.end(session, reason)` closes the session with the right code.',
      `    session.callOff?.();
    session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));`,
    ],
  },
  {
    number: '3.9',
    title: 'ring at a given time, however far away it is',
    file: 'alarm',
    region: 'alarm',
    checks: ['token-expires', 'expiry-far'],
    hints: [
      'A timer that is told to wait for more than 24.8 days fires at once, and no timer counts while a laptop sleeps. So do not wait for the whole time: wait for a minute at most, look at the clock, and wait again.',
      'Two small functions that call each other: one starts a timer for the time that is left, or for LOOK_AGAIN_MS, whichever is shorter; the other runs when the timer fires, and either rings or starts the next timer. Begin with a timer and not with a look at the clock: even for a time that has passed, the alarm must ring in a later turn, and Node warns of a timer for less than 0 ms. Keep the newest timer in a variable, so that the function that you return can clear it.',
      `    const start = () => setTimeout(look, Math.max(0, Math.min(at - Date.now(), LOOK_AGAIN_MS)));
    const look = () => { … };
    let timer = start();
    return () => clearTimeout(timer);
and look rings if Date.now() >= at, and otherwise sets timer to start().`,
    ],
  },
  {
    number: '3.10',
    title: 'ask the token what its user may do',
    file: 'auth',
    region: 'rights',
    checks: ['rights-publish', 'rights-subscribe', 'rights-history', 'rights-lists'],
    hints: [
      'A token may list what its user may publish to and subscribe to. In many languages an empty list and no list at all look alike, but here they mean opposite things: nothing, and everything. This mistake has opened brokers to everybody.',
      '`session.rights?.[right]` is the list of patterns, or `undefined` if the token has none. `covers(pattern, target)` says whether a pattern matches a target, and one that matches is enough.',
      `    const patterns = session.rights?.[right];
and return true if that is undefined, or if some pattern in it covers the target.`,
    ],
  },
  {
    number: '3.11',
    title: 'end subscriptions that a newer token does not cover',
    file: 'auth',
    region: 'revoke',
    checks: ['auth-again-rights', 'auth-again-extends'],
    hints: [
      'Rights are checked when a subscription begins, but the subscription lasts. When a newer token takes a right away, the subscriptions that the old one had allowed must end.',
      "`session.channels` is the Set of the session's channels; it is absent if there are none. `this.#may(session, 'subscribe', channel)` asks the session's rights, which are already the new ones. `this.#subscriptions.end(session, channel)` ends a subscription, and takes the channel out of that Set: collect the lost channels first, then end them.",
      `    const lost = [...(session.channels ?? [])].filter((channel) => …);
and call this.#subscriptions.end(session, channel) for each of them.`,
    ],
  },
];
