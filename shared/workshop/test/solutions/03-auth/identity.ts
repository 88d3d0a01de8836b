import type { Solution } from '../solution.ts';

const OTHER = `if (session.user !== undefined && session.user !== claims.user) throw new Refusal('FORBIDDEN', 'open another session');`;

export const identity: readonly Solution[] = [
  {
    task: '3.7',
    name: 'takes the two lists, and asks by a default',
    body: `
    const { user, publish, subscribe } = claims;
    if ((session.user ?? user) !== user) throw new Refusal('FORBIDDEN', 'open another session');
    Object.assign(session, { user, rights: { publish, subscribe } });`,
  },
  {
    task: '3.7',
    name: 'has the good case first',
    body: `
    if (session.user === undefined || session.user === claims.user) {
      session.user = claims.user;
      session.rights = claims;
      return;
    }
    throw new Refusal('FORBIDDEN', 'open another session');`,
  },
  {
    task: '3.7',
    name: 'takes no first token',
    body: `
    if (session.user !== claims.user) throw new Refusal('FORBIDDEN', 'open another session');
    session.user = claims.user;
    session.rights = claims;`,
    message: 'the first token of a session was refused',
  },
  {
    task: '3.7',
    name: 'forgets the user',
    body: `${OTHER} session.rights = claims;`,
    message: 'after a login, session.user is not the name in the token',
  },
  {
    task: '3.7',
    name: 'forgets the rights',
    body: `${OTHER} session.user = claims.user;`,
    message: 'after a login, session.rights is not what the token says',
  },
  {
    task: '3.7',
    name: 'takes no second token at all',
    body: `
    if (session.user !== undefined) throw new Refusal('FORBIDDEN', 'you are logged in');
    session.user = claims.user;
    session.rights = claims;`,
    message: 'a newer token for the same user was refused',
  },
  {
    task: '3.7',
    name: 'keeps the first rights',
    body: `${OTHER} session.user = claims.user; session.rights ??= claims;`,
    message: 'after a newer token, the session still has rights of the older one',
  },
  {
    task: '3.7',
    name: 'merges the rights',
    body: `${OTHER} session.user = claims.user; session.rights = { ...session.rights, ...claims };`,
    message: 'a newer token without lists left the lists of the older one in place',
  },
  {
    task: '3.7',
    name: 'lets another user take the session over',
    body: `session.user = claims.user; session.rights = claims;`,
    message: "another user's token was not refused",
  },
  {
    task: '3.7',
    name: 'refuses another user with another code',
    body: `${OTHER.replace('FORBIDDEN', 'UNAUTHORIZED')} session.user = claims.user; session.rights = claims;`,
    message: "another user's token was refused as UNAUTHORIZED instead of FORBIDDEN",
  },
  {
    task: '3.7',
    name: 'takes the rights before it refuses',
    body: `session.rights = claims; ${OTHER} session.user = claims.user;`,
    message: "another user's token was refused, but the session took its rights",
  },
  {
    task: '3.7',
    name: 'takes the user before it refuses',
    body: `
    const before = session.user;
    session.user = claims.user;
    if (before !== undefined && before !== claims.user) throw new Refusal('FORBIDDEN', 'open another session');
    session.rights = claims;`,
    message: "another user's token was refused, but the session took its name",
  },

  {
    task: '3.8',
    name: 'sets the new alarm first, and asks by an if',
    body: `
    const before = session.callOff;
    session.callOff = setAlarm(expires, () => {
      if (this.#broker.sessions.has(session)) this.end(session, 'expired');
    });
    if (before) before();`,
  },
  {
    task: '3.8',
    name: 'ends it at once',
    body: `
    session.callOff?.();
    session.callOff = setAlarm(expires, () => {});
    this.end(session, 'the token has expired');`,
    message: 'the session ended before its token expired',
  },
  {
    task: '3.8',
    name: 'takes expires for seconds',
    body: `
    session.callOff?.();
    session.callOff = setAlarm(expires * 1000, () => this.end(session, 'the token has expired'));`,
    message: 'the session went on after its token had expired',
  },
  {
    task: '3.8',
    name: 'takes expires for a time from now',
    body: `
    session.callOff?.();
    session.callOff = setAlarm(Date.now() + expires, () => this.end(session, 'the token has expired'));`,
    message: 'the session went on after its token had expired',
  },
  {
    task: '3.8',
    name: 'calls off the new alarm',
    body: `
    session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));
    session.callOff();`,
    message: 'the session went on after its token had expired',
  },
  {
    task: '3.8',
    name: 'leaves the time to log in running',
    body: `session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));`,
    message: 'a session that had logged in was closed when its time to log in ran out',
  },
  {
    task: '3.8',
    name: 'does not keep what calls it off',
    body: `
    session.callOff?.();
    setAlarm(expires, () => this.end(session, 'the token has expired'));`,
    message: 'the alarm rang for a session that had left',
  },
  {
    task: '3.8',
    name: 'has one alarm for all tokens',
    body: `
    if (session.failures === -1) return;
    session.failures = -1;
    session.callOff?.();
    session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));`,
    message: 'the session ended when its older token expired',
  },
  {
    task: '3.8',
    name: 'calls off the older alarm, and sets none for the newer token',
    body: `
    session.callOff?.();
    if (session.failures === -1) return;
    session.failures = -1;
    session.callOff = setAlarm(expires, () => this.end(session, 'the token has expired'));`,
    message: 'the session went on after its newer token had expired',
  },
];
