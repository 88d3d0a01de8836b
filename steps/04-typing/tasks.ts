// The exercise of stage 04: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '4.1',
    title: 'a message ends the typing of whoever sent it',
    file: 'typing',
    region: 'message',
    checks: ['typing-publish', 'typing-publish-elsewhere', 'typing-duplicate', 'typing-devices-publish'],
    hints: [
      'What alice was typing is there: she types no longer, and whoever reads "alice is typing" beside her message is misled. Which channel, and whose typing, does a message end? It has no session here, and needs none.',
      'This runs as `deliver`: once for each message that is stored, and before it goes out, since the newest feature delivers first. A repeat is not delivered, so it ends nothing. `typists.stop(user, channel)` changes nothing where that user is not typing. A message that no user sent has no `from`.',
      '    if (from !== undefined) typists.stop(from, channel);',
    ],
  },
  {
    number: '4.2',
    title: 'begin to type, or go on',
    file: 'typists',
    region: 'start',
    checks: ['typing-told', 'typing-repeats', 'typing-several'],
    hints: [
      'Clients say USER_TYPING every few seconds while somebody types. Only the first is news: a user who was not typing in this channel is now, and its readers are told. What is the same for the first and for every other one? And alice may type on her phone and on her laptop: she is one typist with two sessions.',
      '`this.#find(user, channel)` gives the typist, if there is one. Where there is none, `this.#add(…)` puts a new one in the table and returns it; then tell every session in `this.#broker.readers(channel)` by `this.#tell(reader, typist)`. In any case: the session joins `typist.sessions`, the channel joins `session.typing` (for leaving), and the time starts afresh with `this.#extend(typist)`.',
      `    const user = userOf(session);
    let typist = this.#find(user, channel);
    if (!typist) {
      typist = this.#add({ user, channel, shown, sessions: new Set(), told: new WeakSet() });
then the loop over the readers; and behind the if, what is done each time.`,
    ],
  },
  {
    number: '4.3',
    title: 'tell a session that somebody types, once',
    file: 'typists',
    region: 'tell',
    checks: ['typing-own-sessions', 'typing-new-subscriber', 'typing-subscribe-anew', 'typing-tagged-session'],
    hints: [
      'This is called for every reader when somebody starts, and for every typist when somebody subscribes, again perhaps. Two kinds of session must hear nothing: those of the typist, on whichever device, and those that know already. And whoever was told must be remembered: they, and only they, are told the end.',
      '`session.user` is whose session it is, `typist.user` who types. `typist.told` is a WeakSet of the sessions that know. The frame is USER_TYPING with `typist.shown` as its target and the user as its body; `new Packet({ verb, target, body })` makes it, `session.send` sends it.',
      `    if (session.user === typist.user || typist.told.has(session)) return;
    typist.told.add(session);
and send the packet.`,
    ],
  },
  {
    number: '4.4',
    title: 'stop by itself when nothing more is said',
    file: 'typists',
    region: 'expiry',
    checks: ['typing-expires', 'typing-extended'],
    hints: [
      'A client that crashes, or loses its network while its connection looks alive, says nothing more. So "is typing" is true for a limited time only, and each repeat buys the whole time again. What happens to the time that was bought before?',
      "Keep one timer for each typist, in `typist.timer`: clear the old one, then set a new one for `this.#expiry` ms that calls `this.stop(user, channel)`. A timer is nobody's command, so run it through `this.#broker.guard(…)`: what goes wrong in it must not end the process.",
      `    clearTimeout(typist.timer);
    typist.timer = setTimeout(() => this.#broker.guard(() => …), this.#expiry);`,
    ],
  },
  {
    number: '4.5',
    title: 'stop, and leave nothing behind',
    file: 'typists',
    region: 'stop',
    checks: ['typing-stopped', 'typing-anew', 'typing-burst'],
    hints: [
      'Every way to stop ends here: a message, USER_STOPPED, the time, the last session gone. Whatever the way, the typist must be gone from the table, or the next start is taken for a repeat; and gone with its timer, or an old timer ends what begins later. Who is to be told the end?',
      '`this.#remove(typist)` takes it out of the table, `clearTimeout` the timer away. The frame is USER_STOPPED, with the same target and body as the start had. Of the sessions that read the channel, `this.#broker.readers(typist.channel)`, tell those in `typist.told`, and no other.',
      `    this.#remove(typist);
    clearTimeout(typist.timer);
    const packet = new Packet({ verb: 'USER_STOPPED', target: typist.shown, body: typist.user });
and send it to each reader for which typist.told.has(reader).`,
    ],
  },
  {
    number: '4.6',
    title: 'a session that goes takes its typing along',
    file: 'typists',
    region: 'leave',
    checks: [
      'typing-unsubscribe',
      'typing-leave-close',
      'typing-leave-reset',
      'typing-devices-leave',
      'typing-devices-idle',
      'typing-walk',
    ],
    hints: [
      'This session unsubscribed, or its connection is gone. Its user has stopped, unless another of her sessions types here too: the phone goes into the pocket, and she types on at her desk.',
      'Undo what starting noted on both sides: the session leaves `typist.sessions`, the channel leaves `session.typing`. When no session is left, the typist has stopped: `this.#end(typist)`.',
      `    typist.sessions.delete(session);
    session.typing?.delete(typist.channel);
and end it where typist.sessions is empty.`,
    ],
  },
];
