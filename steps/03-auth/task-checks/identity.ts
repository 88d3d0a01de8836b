// The tasks in exercise/auth.ts about what a session takes from its token: the user, the rights, and its end.

import { same, type TaskChecks } from '@workshop/cli/task-checks';
import { NOW, withClock } from '@workshop/cli/task-checks/clock';
import { mustRefuse, NO_REFUSAL } from '@workshop/cli/task-checks/refusal';
import type { UserSession } from '#user-session';
import { LOGIN_TIME, MINUTE, setUp } from './set-up.ts';

const CLOSED = '(closed 4401)';
/** After `#identify`, these run as well. */
const LATER = ['3.8', '3.9', '3.10', '3.11'];
const NEWS = { publish: ['news'], subscribe: ['news.#'] };
const SPORT = { publish: ['sport'], subscribe: [] };

const rightsOf = ({ rights }: UserSession) => ({ publish: rights?.publish, subscribe: rights?.subscribe });

export const identityChecks: TaskChecks = {
  '3.7': {
    'the session has the user of its token': withClock(async () => {
      const { join, logIn } = setUp();
      const bob = join();
      same(
        await logIn(bob, 'bob', LATER),
        NO_REFUSAL,
        'the first token of a session was refused',
        'a session has no user before its first token',
      );
      same(bob.user, 'bob', 'after a login, session.user is not the name in the token', 'set session.user to claims.user');
    }),
    'the session has the rights of its token': withClock(async () => {
      const { join, logIn } = setUp({ news: NEWS });
      const alice = join();
      await logIn(alice, 'news', LATER);
      same(
        rightsOf(alice),
        NEWS,
        'after a login, session.rights is not what the token says',
        'claims have both lists: keep them in session.rights',
      );
    }),
    'the same user may log in again, with newer rights': withClock(async () => {
      const { join, logIn } = setUp({ news: NEWS, sport: SPORT });
      const alice = join();
      await logIn(alice, 'news', LATER);
      same(
        await logIn(alice, 'sport', LATER),
        NO_REFUSAL,
        'a newer token for the same user was refused',
        'compare the names: only another user is refused',
      );
      const cause = 'set session.rights each time, not only at the first';
      same(rightsOf(alice), SPORT, 'after a newer token, the session still has rights of the older one', cause);
      await logIn(alice, 'alice', LATER);
      const none = { publish: undefined, subscribe: undefined };
      same(
        rightsOf(alice),
        none,
        'a newer token without lists left the lists of the older one in place',
        'replace the rights: do not merge them',
      );
    }),
    "another user's token is refused, and changes nothing": withClock(async () => {
      const { auth, join, logIn } = setUp({ news: NEWS, bob: { user: 'bob', ...SPORT } });
      const alice = join();
      await logIn(alice, 'news', LATER);
      const cause = 'if session.user is there and is not claims.user, throw a Refusal FORBIDDEN before you set anything';
      await mustRefuse(() => auth.logIn(alice, { verb: 'AUTH', target: 'bob' }), 'FORBIDDEN', "another user's token", cause, LATER);
      same(alice.user, 'alice', "another user's token was refused, but the session took its name", cause);
      same(rightsOf(alice), NEWS, "another user's token was refused, but the session took its rights", cause);
    }),
  },
  '3.8': {
    'the session ends when its token expires': withClock(async ({ pass }) => {
      const { join, logIn } = setUp({ short: { expires: NOW + 5000 } });
      const alice = join();
      await logIn(alice, 'short');
      pass(4999);
      same(
        alice.take().filter((frame) => frame === CLOSED),
        [],
        'the session ended before its token expired',
        'expires is in ms since 1970, as setAlarm takes it: setAlarm(expires, …)',
      );
      pass(1);
      const cause = 'set an alarm for expires that calls this.end(session, reason); call off the older alarm first, not the new one';
      same(alice.take(), [CLOSED], 'the session went on after its token had expired', cause);
    }),
    'the time to log in no longer ends it': withClock(async ({ pass }) => {
      const { join, logIn } = setUp();
      const alice = join();
      await logIn(alice, 'alice');
      alice.take();
      pass(LOGIN_TIME);
      same(
        alice.take(),
        [],
        'a session that had logged in was closed when its time to log in ran out',
        'call off what is in session.callOff first',
      );
    }),
    'no alarm rings for a session that has left': withClock(async ({ pass }) => {
      const { join, logIn } = setUp();
      const alice = join();
      await logIn(alice, 'alice');
      alice.leave();
      alice.take();
      pass(MINUTE);
      const cause = 'keep what setAlarm returns in session.callOff: it is called when the session leaves';
      same(alice.take(), [], 'the alarm rang for a session that had left', cause);
    }),
    'a newer token moves the end': withClock(async ({ pass }) => {
      const { join, logIn } = setUp({ longer: { expires: NOW + 2 * MINUTE } });
      const alice = join();
      await logIn(alice, 'alice');
      await logIn(alice, 'longer', ['3.10', '3.11']);
      alice.take();
      pass(MINUTE);
      same(alice.take(), [], 'the session ended when its older token expired', 'call off the alarm of the older token');
      pass(MINUTE);
      same(
        alice.take(),
        [CLOSED],
        'the session went on after its newer token had expired',
        'every token sets an alarm, not only the first',
      );
    }),
  },
};
