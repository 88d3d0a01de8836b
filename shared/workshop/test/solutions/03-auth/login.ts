import type { Solution } from '../solution.ts';

const VERIFY = `
    const token = tokenOf(frame);
    const claims = await this.#verify(token).catch((error) => this.#countFailure(session, frame, error));`;
const STOP = 'if (!claims || !this.#broker.sessions.has(session)) return;';
const TAKE = 'this.#identify(session, claims); this.#endWithToken(session, claims);';
const TELL = 'if (isNew) for (const listener of this.onLogin) listener(session); else this.#revoke(session);';
const ANSWER = 'this.#dialogue.answer(session, { ...frame, target: claims.user }, NO_TAGS);';

export const login: readonly Solution[] = [
  {
    task: '3.1',
    name: 'asks for the user itself, and returns early for AUTH',
    body: `
    if (verb === 'AUTH') return;
    if (session.user === undefined) throw new Refusal('UNAUTHORIZED', 'who are you?');`,
  },
  {
    task: '3.1',
    name: 'has the condition the wrong way round',
    body: `if (verb === 'AUTH') userOf(session);`,
    message: 'PUBLISH from a session without a user was not refused',
  },
  {
    task: '3.1',
    name: 'refuses with another code',
    body: `if (verb !== 'AUTH' && session.user === undefined) throw new Refusal('FORBIDDEN', 'log in first');`,
    message: 'PUBLISH from a session without a user was refused as FORBIDDEN instead of UNAUTHORIZED',
  },
  {
    task: '3.1',
    name: 'makes no exception',
    body: 'userOf(session);',
    message: 'AUTH from a session without a user was refused: nobody can ever log in',
  },
  {
    task: '3.1',
    name: 'lists the verbs that need a user',
    body: `if (['PUBLISH', 'SUBSCRIBE', 'UNSUBSCRIBE', 'HISTORY'].includes(verb)) userOf(session);`,
    message: 'USER_TYPING from a session without a user was not refused',
  },
  {
    task: '3.1',
    name: 'lets through a verb that the broker does not know',
    body: `if (this.#broker.commands.has(verb) && verb !== 'AUTH') userOf(session);`,
    message: 'USER_TYPING from a session without a user was not refused',
  },
  {
    task: '3.1',
    name: 'lets through every verb that begins with AUTH',
    body: `if (!verb.startsWith('AUTH')) userOf(session);`,
    message: 'AUTH_NEXT from a session without a user was not refused',
  },
  {
    task: '3.1',
    name: 'takes a bad token for a login',
    body: `if (verb !== 'AUTH' && session.failures === undefined) userOf(session);`,
    message: 'a command from a session that has sent nothing but a bad token was not refused',
  },
  {
    task: '3.1',
    name: 'refuses those who have a user',
    body: `if (verb !== 'AUTH') throw new Refusal('UNAUTHORIZED', 'log in first');`,
    message: 'a command from a session that had logged in was refused',
  },

  {
    task: '3.3',
    name: 'catches the failure by a try, and leaves early',
    body: `
    const token = tokenOf(frame);
    let claims: Claims;
    try {
      claims = await this.#verify(token);
    } catch (error) {
      this.#countFailure(session, frame, error);
      return;
    }
    if (!this.#broker.sessions.has(session)) return;
    const user = session.user;
    this.#identify(session, claims);
    this.#endWithToken(session, claims);
    if (user !== undefined) this.#revoke(session);
    else this.onLogin.forEach((listener) => listener(session));
    this.#dialogue.answer(session, { verb: frame.verb, target: claims.user, tags: frame.tags }, new Map());`,
  },
  {
    task: '3.3',
    name: 'takes the target for the token',
    body: `
    const claims = await this.#verify(frame.target ?? '').catch((error) => this.#countFailure(session, frame, error));
    ${STOP} const isNew = session.user === undefined; ${TAKE} ${TELL} ${ANSWER}`,
    message: 'the text that was verified is not the token in the frame',
  },
  {
    task: '3.3',
    name: 'does not look whether the client is still there',
    body: `${VERIFY} if (!claims) return; const isNew = session.user === undefined; ${TAKE} ${TELL} ${ANSWER}`,
    message: 'a session that left while its token was being verified was logged in anyway',
  },
  {
    task: '3.3',
    name: 'looks whether the client is there before it verifies',
    body: `
    if (!this.#broker.sessions.has(session)) return;${VERIFY}
    if (!claims) return; const isNew = session.user === undefined; ${TAKE} ${TELL} ${ANSWER}`,
    message: 'a session that left while its token was being verified was logged in anyway',
  },
  {
    task: '3.3',
    name: 'lets the failure out',
    body: `
    const claims = await this.#verify(tokenOf(frame));
    ${STOP} const isNew = session.user === undefined; ${TAKE} ${TELL} ${ANSWER}`,
    message: 'a bad token made logIn throw, so the failure was never counted',
  },
  {
    task: '3.3',
    name: 'swallows the failure',
    body: `
    const claims = await this.#verify(tokenOf(frame)).catch(() => undefined);
    ${STOP} const isNew = session.user === undefined; ${TAKE} ${TELL} ${ANSWER}`,
    message: 'a bad token did not get exactly one answer',
  },
  {
    task: '3.3',
    name: 'asks whether it is the first login after it has a user',
    body: `${VERIFY} ${STOP} ${TAKE} const isNew = session.user === undefined; ${TELL} ${ANSWER}`,
    message: 'at the first login, the listeners in onLogin were not called once each',
  },
  {
    task: '3.3',
    name: 'tells the first listener only',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TAKE}
    if (isNew) this.onLogin[0]?.(session); else this.#revoke(session); ${ANSWER}`,
    message: 'at the first login, the listeners in onLogin were not called once each',
  },
  {
    task: '3.3',
    name: 'announces a session before it has a user',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TELL} ${TAKE} ${ANSWER}`,
    message: 'the listeners in onLogin were called before the session had a user',
  },
  {
    task: '3.3',
    name: 'answers before the listeners know',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TAKE} ${ANSWER} ${TELL}`,
    message: 'the login was answered before the listeners in onLogin were called',
  },
  {
    task: '3.3',
    name: 'loses the label',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TAKE} ${TELL}
    this.#dialogue.answer(session, { verb: 'AUTH', target: claims.user }, NO_TAGS);`,
    message: 'the answer to the login lost the label of its command',
  },
  {
    task: '3.3',
    name: 'answers with the token',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TAKE} ${TELL} this.#dialogue.answer(session, frame, NO_TAGS);`,
    message: 'the login was not answered with OK:AUTH:alice',
  },
  {
    task: '3.3',
    name: 'sets no end',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; this.#identify(session, claims); session.callOff?.(); ${TELL} ${ANSWER}`,
    message: 'the session went on after its token had expired',
  },
  {
    task: '3.3',
    name: 'announces each login',
    body: `${VERIFY} ${STOP} ${TAKE} for (const listener of this.onLogin) listener(session); ${ANSWER}`,
    message: 'a second AUTH called the listeners in onLogin again',
  },
  {
    task: '3.3',
    name: 'does not revoke',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined; ${TAKE}
    if (isNew) for (const listener of this.onLogin) listener(session); ${ANSWER}`,
    message: 'a subscription that the newer token does not cover was not ended',
  },
  {
    task: '3.3',
    name: "counts another user's token as a bad one",
    body: `
    const token = tokenOf(frame);
    try {
      const claims = await this.#verify(token);
      if (!this.#broker.sessions.has(session)) return;
      const isNew = session.user === undefined;
      ${TAKE} ${TELL} ${ANSWER}
    } catch (error) {
      this.#countFailure(session, frame, error);
    }`,
    message: "the refusal of another user's token did not leave logIn",
  },
  {
    task: '3.3',
    name: 'moves the end before it asks whose token it is',
    body: `${VERIFY} ${STOP} const isNew = session.user === undefined;
    this.#endWithToken(session, claims); this.#identify(session, claims); ${TELL} ${ANSWER}`,
    message: "another user's token was refused, but it moved the end of the session",
  },
];
