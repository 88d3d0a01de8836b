// The exercise of stage 04: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '4.1',
    title: 'end typing when the message is published',
    file: 'typing',
    region: 'message',
    checks: ['typing-publish', 'typing-publish-elsewhere', 'typing-duplicate', 'typing-devices-publish'],
    hints: [
      'What Alice was typing has now been published, so she is no longer typing. In which channel does this end typing, and whose typing is it? You get the message but no session, and you need none: it does not matter which of her devices sent it.',
      'This runs in the step `announce`: once for each message that has been stored, before anybody gets it, and not for a repeat. `typists.stop(user, channel)` changes nothing if that user is not typing there. `from` is absent if no user sent the message.',
      '    if (from !== undefined) typists.stop(from, channel);',
    ],
  },
  {
    number: '4.2',
    title: 'let a session type only where it reads and may publish',
    file: 'typing',
    region: 'typing',
    checks: ['typing-told', 'typing-not-subscribed', 'typing-no-right', 'typing-not-stored'],
    hints: [
      'Typing announces a message. So it needs what the message will need: the right to publish there. It needs a subscription too: someone who does not read a channel cannot see the answer, and has no business typing in it.',
      "`typists.hears(session, channel)` says whether the session reads the channel: if not, throw a Refusal `FORBIDDEN` that says what to do. `auth.authorize(session, 'publish', channel)` throws if the token does not allow it. Then `typists.start(session, user, channel)` begins it; `userOf(session)` is the user.",
      `    if (!typists.hears(session, channel)) throw new Refusal('FORBIDDEN', …);
then auth.authorize, and typists.start(session, userOf(session), channel).`,
    ],
  },
  {
    number: '4.3',
    title: 'begin to type, or go on',
    file: 'typists',
    region: 'begin',
    checks: [
      'typing-told',
      'typing-repeats',
      'typing-several',
      'typing-devices-unsubscribe',
      'typing-own-sessions',
      'typing-subscribers-only',
      'typing-walk',
    ],
    hints: [
      'Clients send USER_TYPING every few seconds while somebody types. Only the first one is news: a user who was not typing in this channel is typing now, and the listeners are told. What has to be done every time? And Alice may type on her phone and on her laptop: she is one typist with two sessions.',
      '`this.#find(user, channel)` returns the typist, if there is one. If there is none, `this.#add(…)` puts a new one in the table and returns it; then tell each of `this.listeners(channel)` with `this.#tell(listener, typist)`. Every time, the session joins `typist.sessions`, and the channel joins `session.typing`, which is absent at first. Return the typist.',
      `    let typist = this.#find(user, channel);
    if (!typist) {
      typist = this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
      for (const listener of this.listeners(channel)) …
    }
and after the if, what is done every time.`,
    ],
  },
  {
    number: '4.4',
    title: 'tell a listener that somebody is typing, once',
    file: 'typists',
    region: 'tell',
    checks: ['typing-own-sessions', 'typing-new-subscriber', 'typing-subscribe-anew', 'typing-tagged-session', 'typing-told'],
    hints: [
      'This is called for every listener when somebody begins to type, and for every typist when somebody subscribes, perhaps for the second time. Two kinds of listener must hear nothing: the sessions of the user who types, on any device, and those who have been told already. And you have to remember whom you told: they, and nobody else, will be told when the typing ends.',
      '`listener.user` is the user whose session it is, and `typist.user` is the one who types. `typist.told` is a WeakSet of those who have been told. `listener.send({ frame })` sends a frame: USER_TYPING, with `typist.shown` as its target and the user as its body.',
      `    if (listener.user === typist.user || typist.told.has(listener)) return;
    typist.told.add(listener);
and send { frame: { verb: 'USER_TYPING', target: typist.shown, body: typist.user } }.`,
    ],
  },
  {
    number: '4.5',
    title: 'stop when the typist falls silent',
    file: 'typists',
    region: 'expiry',
    checks: ['typing-expires', 'typing-extended'],
    hints: [
      'A client that crashes, or whose network fails while its connection looks alive, says nothing more. So "is typing" is true for a limited time, and every repeat gives the whole time again. What must become of the timer that is still running?',
      'Keep one timer for each typist, in `typist.timer`: clear the old one, then set a new one that calls `this.stop(user, channel)` after `this.#expiry` ms. No command is running when a timer fires, so do the work in `this.#broker.guard(() => …)`: an error in it must not end the process.',
      `    clearTimeout(typist.timer);
    const { user, channel } = typist;
    typist.timer = setTimeout(() => this.#broker.guard(() => …), this.#expiry);`,
    ],
  },
  {
    number: '4.6',
    title: 'stop, and leave nothing behind',
    file: 'typists',
    region: 'stop',
    checks: [
      'typing-stopped',
      'typing-anew',
      'typing-burst',
      'typing-subscribers-only',
      'typing-repeats',
      'typing-new-subscriber',
      'typing-publish',
    ],
    hints: [
      'Every way to stop leads here: a message, USER_STOPPED, the time running out, the last session going away. The typist must leave the table, or the next start is taken for a repeat; and its timer must go, or it ends what begins later. Who has to be told?',
      '`this.#remove(typist)` takes the typist out of the table, and `clearTimeout` clears its timer. The frame is USER_STOPPED, with the same target and body as the start. Of `this.listeners(typist.channel)`, tell those in `typist.told`, and nobody else.',
      `    this.#remove(typist);
    clearTimeout(typist.timer);
    const packet: Packet = { frame: { verb: 'USER_STOPPED', target: typist.shown, body: typist.user } };
and send it to each listener for which typist.told.has(listener).`,
    ],
  },
  {
    number: '4.7',
    title: 'withdraw a session in which somebody was typing',
    file: 'typists',
    region: 'leave',
    checks: [
      'typing-leave-close',
      'typing-leave-reset',
      'typing-devices-leave',
      'typing-devices-idle',
      'typing-walk',
      'typing-devices-unsubscribe',
    ],
    hints: [
      'This session has unsubscribed, or its connection is gone. If Alice was typing in it, she has stopped, unless she types here in another session too: she has put her phone away, and goes on at her desk.',
      'Undo what `begin` noted on both sides: take the session out of `typist.sessions`, and the channel out of `session.typing`. If no session is left, the typist has stopped: `this.#end(typist)`.',
      `    typist.sessions.delete(session);
    session.typing?.delete(typist.channel);
and end the typist if typist.sessions is empty.`,
    ],
  },
  {
    number: '4.8',
    title: 'let go of a channel that a session no longer hears',
    file: 'typists',
    region: 'release',
    checks: ['typing-unsubscribe', 'typing-subscribe-anew', 'typing-devices-idle'],
    hints: [
      'A session is tied to a channel in two ways: its user may be typing there, and it may have been told who else is typing. When it unsubscribes, both ties end. If it comes back later, it must be told again, because its client has cleared the screen.',
      '`this.leave(session, channel)` ends the typing in this session, if there is any, and `this.forget(session, channel)` takes the session out of every `told`. From chapter 6 on, a session may still hear of the channel through another subscription: ask `this.hears(session, channel)` first, and if it does, do nothing.',
      `    if (this.hears(session, channel)) return;
then leave, and forget.`,
    ],
  },
];
