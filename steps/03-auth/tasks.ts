// The exercise of stage 03: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '3.1',
    title: 'refuse everything to who has not said who they are',
    file: 'auth',
    region: 'guard',
    checks: ['auth-first', 'nothing-before-auth'],
    hints: [
      'The safe order is to refuse first and to allow by exception: then a verb that somebody adds next year is closed to strangers without anybody thinking of it. There is one exception.',
      'This runs before every command, known or not. `userOf(session)` gives the user of a session, and throws the right refusal where there is none. AUTH alone may pass without one.',
      "    if (verb !== 'AUTH') userOf(session);",
    ],
  },
  {
    number: '3.2',
    title: 'take the identity from the token, once and for all',
    file: 'auth',
    region: 'identity',
    checks: ['auth', 'from', 'auth-again-other-user'],
    hints: [
      'Who somebody is comes from the token alone: never from a tag, and never from what they said before. A session belongs to one user for as long as it lives, for its subscriptions and its messages do. The rights may change with a newer token of the same user.',
      '`claims.user` is the name in the token that was just verified, `session.user` the one that this session has, if it has one. Where the two differ, throw a Refusal `FORBIDDEN`. Else remember the user, and in `session.rights` the claims.',
      `    if (session.user !== undefined && session.user !== claims.user)
      throw new Refusal('FORBIDDEN', \`this session belongs to \${session.user}: open another one for \${claims.user}\`);
then set session.user and session.rights.`,
    ],
  },
  {
    number: '3.3',
    title: 'end the session when its token does',
    file: 'auth',
    region: 'expiry',
    checks: ['expiry', 'auth-again-extends', 'expiry-far', 'auth-timeout'],
    hints: [
      'A token that has expired and a session that goes on: a listener that never sends a command would listen for ever. So do not wait for the next command, but set an alarm. And a newer token moves it.',
      '`setAlarm(at, ring)` calls `ring` at a time of day, however far away, and returns a function that calls it off. Keep that in `session.callOff`. There is one already, from the time to authenticate or from an older token: call it off first. `close` ends the session with the right code.',
      `    session.callOff?.();
    session.callOff = setAlarm(expires, () => close(session, 'the token has expired'));`,
    ],
  },
  {
    number: '3.4',
    title: 'ask the token what its user may do',
    file: 'auth',
    region: 'rights',
    checks: ['rights-publish', 'rights-subscribe', 'rights-history', 'rights-lists'],
    hints: [
      'A token may list what its user may publish to, and what they may subscribe to. An empty list and no list at all look alike in many languages, and mean the opposite: nothing, and anything. Brokers have been opened to everybody by this.',
      '`session.rights?.[right]` is the list of patterns, or `undefined` where the token has none. `covers(pattern, channel)` says whether a pattern matches a channel; one that does is enough.',
      `    const patterns = session.rights?.[right];
and true where that is undefined, or where some pattern of it covers the channel.`,
    ],
  },
  {
    number: '3.5',
    title: 'drop subscriptions that a new token no longer covers',
    file: 'auth',
    region: 'revoke',
    checks: ['auth-again-rights'],
    hints: [
      'Rights that are looked at only when somebody subscribes hold for as long as the subscription does. When a newer token takes a right away, what it had allowed must end too.',
      '`session.channels` are the channels that the session is subscribed to, and `may(session, right, channel)` asks its rights, which are the new ones by now. `broker.unsubscribe(session, channel)` ends a subscription.',
      `    for (const channel of session.channels ?? []) if (!may(session, 'subscribe', channel)) …
and there, broker.unsubscribe(session, channel).`,
    ],
  },
];
