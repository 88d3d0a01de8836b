// A broker of stage 02 with what the learner wrote, over the store in memory. Its tokens are plain words.

import { FakeClient } from '01-basic-pubsub/test';
import { createBroker, MemoryStore } from '02-persistence';
import { NOW } from '@workshop/cli/task-checks/clock';
import { refusalOf } from '@workshop/cli/task-checks/refusal';
import { Refusal } from '@workshop/protocol';
import { authentication } from '#auth';
import type { Claims, Verify } from '#token';
import type { UserSession } from '#user-session';

export const MINUTE = 60_000;

/** How long a session has to log in, in ms. */
export const LOGIN_TIME = 10_000;

/**
 * `alice` and `bob` are good for a minute. What a check adds is good as it says.
 * @param gate a token is verified once this resolves
 */
export function setUp(tokens: Readonly<Record<string, Partial<Claims>>> = {}, gate: Promise<void> = Promise.resolve()) {
  const known: Readonly<Record<string, Partial<Claims>>> = { alice: {}, bob: { user: 'bob' }, ...tokens };
  const verified: string[] = [];
  const verify: Verify = async (token) => {
    verified.push(token);
    await gate;
    const claims = known[token];
    if (!claims) throw new Refusal('UNAUTHORIZED', 'this token is not good here');
    return { user: 'alice', expires: NOW + MINUTE, ...claims };
  };
  const parts = createBroker({ store: new MemoryStore(), retain: 100 });
  const auth = authentication(parts, verify, LOGIN_TIME);
  /** A client that talks tagged, and so hears the labels of its commands. */
  const join = (): FakeClient & UserSession => Object.assign(new FakeClient(parts.broker, parts.dialogue), { tagged: true });
  /** Sends AUTH, as the dialogue would hand it on. @param later tasks whose code runs only after what is checked */
  const logIn = (session: UserSession, token: string, later: readonly string[] = []): Promise<string> =>
    refusalOf(() => auth.logIn(session, { verb: 'AUTH', target: token, tags: new Map([['label', '7']]) }), later);
  return { ...parts, auth, verified, join, logIn };
}
