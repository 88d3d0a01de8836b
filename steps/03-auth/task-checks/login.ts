// The tasks in exercise/auth.ts that let somebody in: the guard, the login, and bad tokens.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { NOW, withClock } from '@workshop/cli/task-checks/clock';
import { mustRefuse, NO_REFUSAL, refusalOf } from '@workshop/cli/task-checks/refusal';
import { MINUTE, setUp } from './set-up.ts';

const idle = () => new Promise<void>((resolve) => setImmediate(resolve));
const errorsIn = (frames: readonly string[]) => frames.map((frame) => frame.replace(/(ERROR:\w+).*/, '$1'));
const BAD = '@label=7 ERROR:UNAUTHORIZED';
const CLOSED = '(closed 4401)';

export const loginChecks: TaskChecks = {
  '3.1': {
    'a command from a session without a user is refused as UNAUTHORIZED': withClock(async () => {
      const { auth, join } = setUp();
      for (const verb of ['PUBLISH', 'SUBSCRIBE', 'HISTORY'])
        await mustRefuse(
          () => auth.guard(join(), { verb }),
          'UNAUTHORIZED',
          `${verb} from a session without a user`,
          'userOf(session) throws the refusal',
        );
    }),
    'AUTH is let through': withClock(async () => {
      const { auth, join } = setUp();
      const message = 'AUTH from a session without a user was refused: nobody can ever log in';
      same(await refusalOf(() => auth.guard(join(), { verb: 'AUTH' })), NO_REFUSAL, message, 'AUTH is the one verb that needs no user');
    }),
    'every other verb is refused, known or not': withClock(async () => {
      const { auth, join } = setUp();
      const cause = 'a list of verbs that need a user misses the verb that somebody adds next year: refuse everything but AUTH';
      for (const verb of ['UNSUBSCRIBE', 'USER_TYPING', 'DANCE', 'AUTH_NEXT', 'A'])
        await mustRefuse(() => auth.guard(join(), { verb }), 'UNAUTHORIZED', `${verb} from a session without a user`, cause);
    }),
    'a session that has tried a bad token has no user yet': withClock(async () => {
      const { auth, join } = setUp();
      const stranger = Object.assign(join(), { failures: 1 });
      const what = 'a command from a session that has sent nothing but a bad token';
      await mustRefuse(() => auth.guard(stranger, { verb: 'PUBLISH' }), 'UNAUTHORIZED', what, 'what counts is the user: userOf(session)');
    }),
    'a session that has logged in may send any verb': withClock(async () => {
      const { auth, join } = setUp();
      const session = Object.assign(join(), { user: 'alice' });
      for (const verb of ['PUBLISH', 'AUTH', 'DANCE'])
        same(
          `${verb}: ${await refusalOf(() => auth.guard(session, { verb }))}`,
          `${verb}: no refusal`,
          'a command from a session that had logged in was refused',
        );
    }),
  },
  '3.3': {
    'the token of the frame is verified': withClock(async () => {
      const { auth, join, verified } = setUp({}, new Promise(() => {}));
      await Promise.race([auth.logIn(join(), { verb: 'AUTH', target: 'x', body: 'y' }), idle()]);
      same(
        verified,
        ['x:y'],
        'the text that was verified is not the token in the frame',
        'tokenOf(frame) gives everything after the first colon',
      );
      await mustRefuse(
        () => Promise.race([auth.logIn(join(), { verb: 'AUTH' }), idle()]),
        'BAD_FRAME',
        'AUTH without a token',
        'tokenOf(frame) refuses it: call it outside of what catches a bad token, so that its refusal is the answer',
      );
    }),
    'nothing is done for a session that left while its token was verified': withClock(async () => {
      const { promise: gate, resolve: open } = Promise.withResolvers<void>();
      const { join, logIn } = setUp({}, gate);
      const alice = join();
      const login = logIn(alice, 'alice');
      alice.leave();
      open();
      await login;
      const cause = 'verifying takes a moment: afterwards, stop if this.#broker.sessions no longer has the session';
      same(
        [alice.user, alice.take()],
        [undefined, []],
        'a session that left while its token was being verified was logged in anyway',
        cause,
      );
    }),
    'a bad token logs nobody in': withClock(async () => {
      const { auth, join, logIn } = setUp();
      const stranger = join();
      let logins = 0;
      auth.onLogin.push(() => (logins += 1));
      const cause = 'when verifying fails, call this.#countFailure(session, frame, error), which answers, and stop';
      same(await logIn(stranger, 'bad'), NO_REFUSAL, 'a bad token made logIn throw, so the failure was never counted', cause);
      same(errorsIn(stranger.take()), [BAD], 'a bad token did not get exactly one answer', cause);
      same([stranger.user, logins], [undefined, 0], 'the login went on after a bad token', cause);
    }),
    'at the first login, all who listen for it are told, and then OK:AUTH:<user> is answered': withClock(async () => {
      const { auth, join, logIn } = setUp({ 'a token': {} });
      const alice = join();
      const seen: { user: string | undefined; frames: number }[] = [];
      for (let n = 0; n < 2; n += 1) auth.onLogin.push(({ user }) => seen.push({ user, frames: alice.frames.length }));
      same(await logIn(alice, 'a token'), NO_REFUSAL, 'a good token was refused');
      same(alice.user, 'alice', 'after the login, the session has no user', 'this.#identify(session, claims) gives it its user');
      const cause = 'find out whether this is the first login before #identify, and call the listeners after it';
      same(
        `${seen.length} calls of 2 listeners`,
        '2 calls of 2 listeners',
        'at the first login, the listeners in onLogin were not called once each',
        cause,
      );
      const users = seen.map(({ user }) => user);
      same(users, ['alice', 'alice'], 'the listeners in onLogin were called before the session had a user', 'call this.#identify first');
      const answered = seen.map(({ frames }) => frames);
      same(answered, [0, 0], 'the login was answered before the listeners in onLogin were called', 'the answer comes last');
      const [answer = ''] = alice.take();
      const named = 'answer with the frame, and put the user in the place of its target: { ...frame, target: claims.user }';
      same(answer.replace(/^@\S* /, ''), 'OK:AUTH:alice', 'the login was not answered with OK:AUTH:alice', named);
      same(answer, '@label=7 OK:AUTH:alice', 'the answer to the login lost the label of its command', named);
    }),
    'the session ends with its token': withClock(async ({ pass }) => {
      const { join, logIn } = setUp();
      const alice = join();
      await logIn(alice, 'alice');
      alice.take();
      pass(2 * MINUTE);
      same(alice.take(), [CLOSED], 'the session went on after its token had expired', 'call this.#endWithToken(session, claims)');
    }),
    'a newer token takes rights away, and is no first login': withClock(async () => {
      const { auth, channels, subscriptions, join, logIn } = setUp({ less: { subscribe: [] } });
      const alice = join();
      let logins = 0;
      auth.onLogin.push(() => (logins += 1));
      await logIn(alice, 'alice');
      subscriptions.begin(alice, 'news');
      alice.take();
      await logIn(alice, 'less');
      same(
        `${logins} ${logins === 1 ? 'call' : 'calls'} for two AUTH`,
        '1 call for two AUTH',
        'a second AUTH called the listeners in onLogin again',
        'only a session that had no user is new',
      );
      const cause = 'a session that had a user may have lost rights: after #identify, call this.#revoke(session)';
      same(
        channels.readers('news').has(alice) ? 'subscribed' : 'ended',
        'ended',
        'a subscription that the newer token does not cover was not ended',
        cause,
      );
      same(alice.take(), ['@label=7 OK:AUTH:alice'], 'the second AUTH was not answered like the first');
    }),
    "another user's token changes nothing": withClock(async ({ pass }) => {
      const { join, logIn } = setUp({ bob: { user: 'bob', expires: NOW + 3 * MINUTE } });
      const alice = join();
      await logIn(alice, 'alice');
      alice.take();
      const code = await logIn(alice, 'bob');
      const answers = errorsIn(alice.take());
      const thrown = 'what #identify throws is the answer: only what this.#verify throws is a bad token, and counted';
      const isOk = answers.some((frame) => frame.includes('OK:'));
      same(isOk, false, "another user's token was answered with OK", 'when #identify throws, nothing else may happen');
      same([code, answers], ['FORBIDDEN', []], "the refusal of another user's token did not leave logIn", thrown);
      pass(2 * MINUTE);
      const cause = 'call #identify before #endWithToken: if it refuses, nothing else may happen';
      same(alice.take(), [CLOSED], "another user's token was refused, but it moved the end of the session", cause);
    }),
  },
  '3.4': {
    'a bad token is answered': withClock(async () => {
      const { join, logIn } = setUp();
      const stranger = join();
      const code = await logIn(stranger, 'bad');
      const [answer = 'nothing', ...more] = errorsIn(stranger.take());
      const cause = 'this.#dialogue.refuse(session, frame, error) answers';
      same(answer.replace(/^@\S* /, ''), 'ERROR:UNAUTHORIZED', 'a bad token was not answered with its refusal', cause);
      same(answer, BAD, 'the answer to a bad token lost the label of its command', 'answer with the frame itself');
      const thrown = 'the dialogue answers what a command throws: the client would get a second answer';
      same(code, NO_REFUSAL, 'a bad token was answered, and its error was thrown as well', thrown);
      same(more, [], 'a bad token was answered more than once', cause);
    }),
    'each session has its own count': withClock(async () => {
      const { join, logIn } = setUp();
      const [stranger, other] = [join(), join()];
      for (let n = 1; n < 5; n += 1) await logIn(stranger, 'bad');
      await logIn(other, 'bad');
      same(errorsIn(other.take()), [BAD], "one session's bad tokens closed another session", 'count in session.failures');
    }),
    'the fifth closes the session, after its answer': withClock(async () => {
      const { join, logIn } = setUp();
      const stranger = join();
      for (let n = 1; n < 5; n += 1) await logIn(stranger, 'bad');
      same(
        errorsIn(stranger.take()),
        [BAD, BAD, BAD, BAD],
        'four bad tokens closed the session',
        'the fifth failure closes it: MAX_FAILURES',
      );
      await logIn(stranger, 'bad');
      const frames = errorsIn(stranger.take());
      const counting =
        'session.failures is absent at first: set it to (session.failures ?? 0) + 1. Without the brackets, 0 + 1 comes first';
      const closing = stranger.failures === 5 ? 'the fifth closes it, not the sixth' : counting;
      same(
        frames.filter((frame) => frame === CLOSED),
        [CLOSED],
        'five bad tokens did not close the session',
        closing,
      );
      same(frames, [BAD, CLOSED], 'the session was closed before its fifth bad token was answered', 'refuse first, then end');
    }),
  },
};
