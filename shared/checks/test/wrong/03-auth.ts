// Named mistakes in stage 03, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

const rules = "{ algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] }";
const verify = `const { payload } = await jwtVerify(token, key, ${rules});`;
const covers = 'patterns.some((pattern) => covers(pattern, target));';
const guarded = 'dialogue.before.push((session, frame) => auth.guard(session, frame));';

export const wrong: readonly WrongBroker[] = [
  // Logging in.
  {
    check: 'auth',
    message: 'a good token was not answered with OK:AUTH and the name of its user',
    file: '03-auth/src/auth.ts',
    from: 'this.#dialogue.answer(session, { ...frame, target: claims.user }, NO_TAGS);',
    to: 'this.#dialogue.answer(session, { ...frame, target: undefined }, NO_TAGS);',
  },
  {
    check: 'auth',
    message: 'a good token was not answered with OK:AUTH and the name of its user',
    file: '03-auth/src/auth.ts',
    from: "dialogue.alwaysAnswered.add('AUTH');",
    to: '',
  },
  {
    check: 'auth',
    message: 'AUTH was answered more than once',
    file: '03-auth/src/auth.ts',
    from: "broker.commands.set('AUTH', (session, frame) => auth.logIn(session, frame));",
    to: "broker.commands.set('AUTH', (session, frame) => auth.logIn(session, frame).then(() => NO_TAGS));",
  },
  {
    check: 'auth-without-token',
    message: 'AUTH without a token was not refused with BAD_FRAME',
    file: '03-auth/src/auth.ts',
    from: "if (token === '') throw",
    to: "if (token === 'undefined') throw",
  },
  {
    check: 'auth-without-token',
    message: 'a token with a colon and more after it was not refused with UNAUTHORIZED',
    file: '03-auth/src/auth.ts',
    from: 'const token = body === undefined ? target : `${target}:${body}`;',
    to: 'const token = target;',
  },
  {
    check: 'auth-first',
    message: 'a command before AUTH was not refused with UNAUTHORIZED',
    file: '03-auth/src/auth.ts',
    from: "if (verb !== 'AUTH') userOf(session);",
    to: "if (verb === 'SUBSCRIBE' || verb === 'PUBLISH') userOf(session);",
  },
  {
    check: 'auth-first',
    message: 'a command before AUTH was not refused with UNAUTHORIZED',
    file: '03-auth/src/auth.ts',
    from: "if (verb !== 'AUTH') userOf(session);",
    to: "if (verb !== 'AUTH' && this.#broker.commands.has(verb)) userOf(session);",
  },
  {
    check: 'nothing-before-auth',
    message: 'a session without a user got a message',
    file: '03-auth/src/auth.ts',
    from: guarded,
    to: `dialogue.before.push((session, frame) => {
    if (frame.verb === 'SUBSCRIBE') subscriptions.begin(session, frame.target ?? '');
    auth.guard(session, frame);
  });`,
  },
  {
    check: 'nothing-before-auth',
    message: 'a publish before AUTH was stored',
    file: '03-auth/src/auth.ts',
    from: guarded,
    to: `dialogue.before.push((session: UserSession, frame) => {
    const { verb, target = '', body = '' } = frame;
    if (verb === 'PUBLISH' && session.user === undefined) turn.publish({ channel: target, body });
    auth.guard(session, frame);
  });`,
  },
  {
    check: 'auth-in-a-burst',
    message: 'what was sent in one burst with AUTH did not take effect in order, or as the user that it named',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'if (session.waiting) return this.#postpone(session, session.waiting, message);',
    to: '',
  },
  {
    check: 'auth-in-a-burst',
    message: 'what was sent in one burst with AUTH did not take effect in order, or as the user that it named',
    file: '03-auth/src/auth.ts',
    from: 'if (session) message.from = session.user;',
    to: 'if (session) message.from = [...(broker.sessions as ReadonlySet<UserSession>)].at(-1)?.user;',
  },
  {
    check: 'auth-in-a-long-burst',
    message: 'a long burst after AUTH did not take effect, all of it and in order',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'if (waiting.push(message) === MAX_WAITING) session.pause();',
    to: 'if (waiting.length < MAX_WAITING) waiting.push(message);',
  },
  {
    check: 'auth-in-a-long-burst',
    message: 'a long burst after AUTH did not take effect, all of it and in order',
    file: '02-persistence/src/dialogue/dialogue.ts',
    from: 'if (waiting.length >= MAX_WAITING) session.resume();',
    to: '',
  },
  {
    check: 'five-failures',
    message: 'five bad tokens did not close the session with 4401',
    file: '03-auth/src/auth.ts',
    from: "if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');",
    to: '',
  },
  {
    check: 'five-failures',
    message: 'not every one of five bad tokens was answered',
    file: '03-auth/src/auth.ts',
    from: 'this.#dialogue.refuse(session, frame, error);\n    session.failures = (session.failures ?? 0) + 1;',
    to: `session.failures = (session.failures ?? 0) + 1;
      if (session.failures < MAX_FAILURES) this.#dialogue.refuse(session, frame, error);`,
  },
  {
    check: 'five-failures',
    message: 'after the fifth bad token, a command took effect',
    file: '03-auth/src/auth.ts',
    from: "if (session.failures === MAX_FAILURES) this.end(session, 'too many bad tokens');",
    to: `if (session.failures !== MAX_FAILURES) return;
      session.send = () => {};
      setTimeout(() => this.end(session, 'too many bad tokens'), 300);`,
  },

  // Tokens.
  {
    check: 'token-algorithm',
    message: 'a token that is not signed with HS256 was accepted',
    file: '03-auth/src/token.ts',
    from: rules,
    to: rules.replace("'HS256'", "'HS256', 'HS384', 'HS512'"),
  },
  {
    check: 'token-algorithm',
    message: 'a token that is not signed with HS256 was accepted',
    file: '03-auth/src/token.ts',
    from: verify,
    to: `const [header = '', claims = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
      const payload = JSON.parse(header).alg === 'none' ? JSON.parse(claims) : (await jwtVerify(token, key, ${rules})).payload;`,
  },
  {
    check: 'token-signature',
    message: 'a token whose signature does not fit was accepted',
    file: '03-auth/src/token.ts',
    from: verify,
    to: "const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());",
  },
  {
    check: 'token-times',
    message: 'a token without an end, or outside its own time, was accepted',
    file: '03-auth/src/token.ts',
    from: rules,
    to: rules.replace(", 'exp'", ''),
  },
  {
    check: 'token-times',
    message: 'a token without an end, or outside its own time, was accepted',
    file: '03-auth/src/token.ts',
    from: rules,
    to: rules.replace(' }', ", clockTolerance: '1 day' }"),
  },
  {
    check: 'token-crit',
    message: 'a token with a crit that nobody understands was accepted',
    file: '03-auth/src/token.ts',
    from: rules,
    to: rules.replace(' }', ", crit: { 'x-two-factor': true } }"),
  },
  {
    check: 'token-sub',
    message: 'a token whose sub is not a name was accepted',
    file: '03-auth/src/token.ts',
    from: "if (typeof sub !== 'string' || !isName(sub))",
    to: "if (typeof sub !== 'string')",
  },
  {
    check: 'token-shape',
    message: 'something that is not a token was not refused with UNAUTHORIZED',
    file: '03-auth/src/token.ts',
    from: 'throw error instanceof errors.JOSEError ?',
    to: 'throw error instanceof errors.JWSSignatureVerificationFailed ?',
  },
  {
    check: 'token-shape',
    message: 'a good token was refused',
    file: '03-auth/src/token.ts',
    from: verify,
    to: `if (token.length > 4096) throw new Refusal('UNAUTHORIZED', BAD_TOKEN);
      ${verify}`,
  },
  {
    check: 'token-secrecy',
    message: 'a part of a token was in the output of the broker',
    file: '03-auth/src/token.ts',
    from: 'throw error instanceof errors.JOSEError ?',
    to: 'console.error(`a bad token: ${token}`);\n      throw error instanceof errors.JOSEError ?',
  },
  {
    check: 'token-secrecy',
    message: 'a part of a token was in an error text',
    file: '03-auth/src/token.ts',
    from: "new Refusal('UNAUTHORIZED', explain(error))",
    to: "new Refusal('UNAUTHORIZED', `${token} is not good: ${explain(error)}`)",
  },
  {
    check: 'token-secrecy',
    message: 'a part of a token was in an error text',
    file: '01-basic-pubsub/src/frames.ts',
    from: "throw new Refusal('BAD_FRAME', `${quote(verb, 12)} is no verb",
    to: "throw new Refusal('BAD_FRAME', `${quote(verb)} is no verb",
  },

  // Rights.
  {
    check: 'rights-publish',
    message: 'a publish that the token does not allow was not refused with FORBIDDEN',
    file: '03-auth/src/auth.ts',
    from: covers,
    to: "patterns.some((pattern) => target.startsWith(pattern.replace(/[*#]$/, '')));",
  },
  {
    check: 'rights-publish',
    message: 'a publish that the token does not allow was not refused with FORBIDDEN',
    file: '@workshop/protocol/src/patterns.ts',
    from: "if (pattern[at] === '#') return [at];",
    to: "if (pattern[at] === '#' || pattern[at] === '*') return [at, at + 1];",
  },
  {
    check: 'rights-publish',
    message: 'a publish that the token allows was refused',
    file: '03-auth/src/auth.ts',
    from: covers,
    to: 'patterns.includes(target);',
  },
  {
    check: 'rights-subscribe',
    message: 'a SUBSCRIBE that the token does not allow was not refused with FORBIDDEN',
    file: '03-auth/src/auth.ts',
    from: 'if (!this.#may(session, right, target))',
    to: "if (right === 'publish' && !this.#may(session, right, target))",
  },
  {
    check: 'rights-subscribe',
    message: 'a SUBSCRIBE that the token allows was refused',
    file: '@workshop/protocol/src/patterns.ts',
    from: "return pattern[at] === '*' || pattern[at] === word",
    to: 'return pattern[at] === word',
  },
  {
    check: 'rights-history',
    message: 'HISTORY of a channel without the right to subscribe to it was not refused with FORBIDDEN',
    file: '02-persistence/src/log/history.ts',
    from: 'subscriptions.authorize(session, key);',
    to: '',
  },
  {
    check: 'rights-history',
    message: 'HISTORY of a channel without the right to subscribe to it was not refused with FORBIDDEN',
    file: '03-auth/src/auth.ts',
    from: "subscriptions.check.push((session, channel) => auth.authorize(session, 'subscribe', channel));",
    to: "subscriptions.check.push((session, channel) => auth.authorize(session, 'publish', channel));",
  },
  {
    check: 'rights-lists',
    message: 'an empty list of rights did not forbid everything',
    file: '03-auth/src/auth.ts',
    from: `patterns === undefined || ${covers}`,
    to: `!patterns?.length || ${covers}`,
  },
  {
    check: 'rights-malformed',
    message: 'a token whose publish is not a list of patterns allowed publishing elsewhere',
    file: '03-auth/src/token.ts',
    from: "throw new Refusal('UNAUTHORIZED', 'this token is not good: its publish and subscribe, if it has them, must be lists of patterns');",
    to: 'return undefined;',
  },
  {
    check: 'rights-malformed',
    message: 'a token whose publish is not a list of patterns allowed publishing elsewhere',
    file: '03-auth/src/token.ts',
    from: "throw new Refusal('UNAUTHORIZED', 'this token is not good: its publish and subscribe, if it has them, must be lists of patterns');",
    to: 'return [...String(claim)];',
  },
  {
    check: 'rights-last',
    message: 'where several refusals applied, the answer was not the first of them',
    file: '03-auth/src/auth.ts',
    from: guarded,
    to: `dialogue.before.push((session, frame) => {
    auth.guard(session, frame);
    if (frame.verb === 'PUBLISH') auth.authorize(session, 'publish', frame.target ?? '');
  });`,
  },

  // Sessions.
  {
    check: 'from',
    message: 'a message did not carry from=, the name of its publisher',
    file: '03-auth/src/auth.ts',
    from: 'if (session) message.from = session.user;',
    to: '',
  },
  {
    check: 'from',
    message: 'a message did not carry from=, the name of its publisher',
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'from: sender || undefined',
    to: 'from: undefined',
  },
  {
    check: 'same-id-other-user',
    message: "another user's message with the same id was taken for a repeat",
    file: '02-persistence/src/store/sqlite-store.ts',
    from: 'SELECT seq FROM messages WHERE key = ? AND target = ? AND sender = ? AND id = ?',
    to: 'SELECT seq FROM messages WHERE key = ? AND target = ? AND ? IS NOT NULL AND id = ?',
  },
  {
    check: 'auth-again-rights',
    message: "after AUTH again, a session's subscriptions were not exactly those that its new rights cover",
    file: '03-auth/src/auth.ts',
    from: 'else this.#revoke(session);',
    to: '',
  },
  {
    check: 'auth-again-rights',
    message: "after AUTH again, a session's subscriptions were not exactly those that its new rights cover",
    file: '03-auth/src/auth.ts',
    from: "[...(session.channels ?? [])].filter((channel) => !this.#may(session, 'subscribe', channel));",
    to: '[...(session.channels ?? [])];',
  },
  {
    check: 'auth-again-rights',
    message: "after AUTH again, a session's subscriptions were not exactly those that its new rights cover",
    file: '03-auth/src/auth.ts',
    from: 'session.rights = claims;',
    to: 'session.rights ??= claims;',
  },
  {
    check: 'auth-again-other-user',
    message: 'AUTH again as another user was not refused with FORBIDDEN every time',
    file: '03-auth/src/auth.ts',
    from: 'if (session.user !== undefined && session.user !== claims.user)',
    to: 'if (session.user === claims.user && session.user !== claims.user)',
  },
  {
    check: 'auth-again-other-user',
    message: 'AUTH again as another user was not refused with FORBIDDEN every time',
    file: '03-auth/src/auth.ts',
    from: 'this.#identify(session, claims);',
    to: `try {
      this.#identify(session, claims);
    } catch (error) {
      return this.#countFailure(session, frame, error);
    }`,
  },
  {
    check: 'token-expires',
    message: 'a session was not closed with 4401 when its token expired',
    file: '03-auth/src/auth.ts',
    from: "session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));",
    to: '',
  },
  {
    check: 'token-expires',
    message: 'a session was closed before its token expired',
    file: '03-auth/src/auth.ts',
    from: 'setAlarm(expires, ',
    to: 'setAlarm(expires - 1000, ',
  },
  {
    check: 'auth-again-extends',
    message: 'a session that was extended was closed at the end of its first token, or lost its subscription',
    file: '03-auth/src/auth.ts',
    from: 'session.callOff?.();\n    session.callOff = setAlarm',
    to: 'session.callOff = setAlarm',
  },
  {
    check: 'expiry-far',
    message: 'a session with a token that is good for months was closed at once',
    file: '03-auth/src/alarm.ts',
    from: 'setTimeout(look, Math.max(0, Math.min(at - Date.now(), LOOK_AGAIN_MS)));',
    to: 'setTimeout(ring, at - Date.now());',
  },

  // The door.
  {
    check: 'auth-timeout',
    message: 'a session without a user was not closed with 4401 after AUTH_TIMEOUT_MS',
    file: '03-auth/src/auth.ts',
    from: "setTimeout(() => auth.end(session, 'no token came in time'), timeout);",
    to: 'setTimeout(() => {}, timeout);',
  },
  {
    check: 'auth-timeout',
    message: 'a session without a user was not closed with 4401 after AUTH_TIMEOUT_MS',
    file: '03-auth/src/auth.ts',
    from: 'session.failures = (session.failures ?? 0) + 1;',
    to: 'session.callOff?.();\n    session.failures = (session.failures ?? 0) + 1;',
  },
  {
    check: 'auth-timeout',
    message: 'a session with a user was closed after AUTH_TIMEOUT_MS',
    file: '03-auth/src/auth.ts',
    from: 'session.callOff?.();\n    session.callOff = setAlarm',
    to: 'session.callOff = setAlarm',
  },
  {
    check: 'origins',
    message: 'another Origin was not refused with HTTP 403',
    file: '03-auth/src/origins.ts',
    from: 'ALLOWED_ORIGINS.has(origin.toLowerCase())',
    to: '[...ALLOWED_ORIGINS].some((allowed) => origin.startsWith(allowed))',
  },
  {
    check: 'origins',
    message: 'the broker did not accept a WebSocket connection',
    file: '03-auth/src/origins.ts',
    from: "if (origin === undefined || ALLOWED_ORIGINS === 'any' || ALLOWED_ORIGINS.has(origin.toLowerCase()))",
    to: "if (ALLOWED_ORIGINS === 'any' || ALLOWED_ORIGINS.has(String(origin)))",
  },
  {
    check: 'any-origin',
    message: 'the broker did not accept a WebSocket connection',
    file: '03-auth/src/settings.ts',
    from: "fallback: 'any',",
    to: "fallback: new Set(['http://localhost:8765']),",
  },
  {
    check: 'no-secret',
    message: 'a broker with a wrong setting did not end',
    file: '03-auth/src/settings.ts',
    from: 'AUTH_SECRET: {\n    meaning',
    to: "AUTH_SECRET: {\n    fallback: 'a secret that everybody can read here',\n    meaning",
  },

  // Found by walking through the rules.
  {
    check: 'auth-timeout',
    message: 'a session without a user was not closed with 4401 after AUTH_TIMEOUT_MS',
    file: '03-auth/src/auth.ts',
    from: 'dialogue.before.push((session, frame) => auth.guard(session, frame));',
    to: `dialogue.before.push((session: UserSession, frame) => {
    if (session.user === undefined) {
      session.callOff?.();
      const timer = setTimeout(() => auth.end(session, 'no frame came in time'), timeout);
      session.callOff = () => clearTimeout(timer);
    }
    auth.guard(session, frame);
  });`,
  },
  {
    check: 'auth-timeout',
    message: 'a bad token gave a session more time to authenticate',
    file: '03-auth/src/auth.ts',
    from: 'session.failures = (session.failures ?? 0) + 1;',
    to: `session.failures = (session.failures ?? 0) + 1;
    session.callOff?.();
    const timer = setTimeout(() => this.end(session, 'no token came in time'), 3000);
    session.callOff = () => clearTimeout(timer);`,
  },
];
