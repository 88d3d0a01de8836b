// The exercise of stage 05: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '5.1',
    title: 'remember every session of a user',
    file: 'devices',
    region: 'join',
    checks: ['private-every-device', 'private-device-leaves', 'private-no-right-needed', 'inbox-live-once', 'inbox-while-publishing'],
    hints: [
      'Somebody has just logged in. From now on this session gets what is sent to its user, without a SUBSCRIBE. The user may be here on another device already: a table with one session for each user would lose that device. And which message was the newest in the inbox when this session began to listen?',
      '`this.#devices` has a Set of sessions for each inbox, and `inboxOf(session)` is the name of this one, such as `@alice`. For the first device there is no Set yet. `this.#store.bounds(inbox).newest` is the seq of the newest message: keep it in `session.inboxStart`. A resume ends there, because everything newer comes live.',
      `    const inbox = inboxOf(session);
    this.#devices.set(inbox, (this.#devices.get(inbox) ?? new Set()).add(session));
Then set session.inboxStart to the newest seq.`,
    ],
  },
  {
    number: '5.2',
    title: 'forget a session that has gone, and only that one',
    file: 'devices',
    region: 'leave',
    checks: ['private-device-leaves', 'inbox-mid-flush'],
    hints: [
      "Bob closes one of two tabs. The other one still gets everything, so only the session has gone, not the user. And what if it was Bob's last session?",
      'This is the mirror image of `join`. Take the session out of the Set of its inbox. When the Set is empty, take the inbox out of `this.#devices`: otherwise the table grows with every user who was ever here.',
      `    const inbox = inboxOf(session);
    const devices = this.#devices.get(inbox);
    devices?.delete(session);
Then delete the inbox if devices?.size is 0.`,
    ],
  },
  {
    number: '5.3',
    title: 'store a message in the inboxes of both users',
    file: 'inboxes',
    region: 'keep',
    checks: ['inbox-offline', 'inbox-sent', 'inbox-seq', 'private-from', 'private-to-oneself', 'inbox-retention'],
    hints: [
      'One message, two inboxes: Bob finds it under @alice, and Alice, on her other devices, finds it under @bob. Each inbox counts for itself, so the message has a seq in each. Neither user needs to be online, or to exist: if the broker looked Bob up first, its answer would tell Alice whether there is a Bob.',
      "`partiesOf(from, channel)` gives the inboxes, each with the target that the message has there; there is only one if somebody writes to themselves. `this.#journal.append(inbox, { ...stamped, target })` stores the message and returns its seq. Take the time once, before the loop, so that it is the same in both inboxes. Put the MSG for each inbox into `message.copies`, with `tagsOf({ ...stamped, seq })` as its tags. `message.receipt` is `receiptOf({ seq, id })` with the seq of one of the two inboxes. Which of them does Alice's device read?",
      `    const { channel, body, time = Date.now() } = message;
    const stamped = { id, from, time, body };
    message.copies = new Map();
    for (const [inbox, target] of partiesOf(from, channel)) {
      const seq = this.#journal.append(inbox, { ...stamped, target });
Then, still in the loop, put new TaggedPacket({ verb: 'MSG', target, body, tags: … }) into message.copies, and set message.receipt if the inbox is the sender's own.`,
    ],
  },
  {
    number: '5.4',
    title: 'hand a message to every device except the one that sent it',
    file: 'devices',
    region: 'deliver',
    checks: ['private-every-device', 'private-other-devices', 'private-in-order', 'private-to-oneself'],
    hints: [
      'Bob reads the message on each of his devices. So does Alice on hers, because her phone should show what she wrote on her laptop. Only one session has the message already.',
      '`copies` has the packet for each inbox that keeps the message, and `this.of(inbox)` gives the sessions of its user: none if the user is not online. `packet.sendTo(session)` sends it. `publisher` is the session that sent the message.',
      `    for (const [inbox, packet] of copies) {
      for (const session of this.of(inbox)) …
and send it there, unless the session is the publisher.`,
    ],
  },
  {
    number: '5.5',
    title: 'recognise the repeat of a private message',
    file: 'inboxes',
    region: 'repeat',
    checks: ['private-repeat', 'private-same-id', 'inbox-restart'],
    hints: [
      'As in stage 02, a publisher that never got its OK sends the message again, with the same id. The message is in two inboxes, and each keeps only its newest messages: one of the two may have forgotten it while the other still has it.',
      '`this.#store.find(inbox, { id, from, target })` returns the seq of the message with this id in one inbox, or `undefined`. Ask for the target as well: Alice may use the same id for a message to Bob and for another to Carol, and both are in her inbox. Look in each inbox that `partiesOf(from, message.channel)` names. When you find it, the message is a `duplicate`, and its receipt has `dup` as well.',
      `    for (const [inbox, target] of partiesOf(from, message.channel)) {
      const seq = this.#store.find(inbox, { id, from, target });
      if (seq === undefined) continue;
      message.duplicate = true;
Then set message.receipt to the tags of receiptOf({ seq, id }) followed by ['dup', '1'], and return true. After the loop, return false.`,
    ],
  },
  {
    number: '5.6',
    title: 'resume an inbox, but only for its owner',
    file: 'private',
    region: 'resume',
    checks: [
      'inbox-devices',
      'inbox-not-recovered',
      'inbox-while-publishing',
      'inbox-of-another',
      'private-outsider',
      'private-no-right-needed',
      'private-subscribe-own',
      'private-typing-late',
    ],
    hints: [
      'An inbox is resumed as a channel is: the device says what it has seen, and gets what came since. Two things differ. An inbox belongs to one user, and nobody else may ask for it, whatever rights their token has. And it has been live since AUTH: what has come since then must not come again.',
      "If `inbox` is not `inboxOf(session)`, throw a Refusal with `FORBIDDEN`. Otherwise return the result of `resume.subscribe(session, frame, log)`: `log.key` is the inbox, `log.start` is where the session's live stream began, and `log.goLive()` must be there, but does nothing here.",
      `    if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', \`\${inbox} is not your inbox: yours is \${inboxOf(session)}\`);
    return resume.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });`,
    ],
  },
  {
    number: '5.7',
    title: 'show a conversation, and no other',
    file: 'private',
    region: 'conversation',
    checks: ['conversation-both-ways', 'conversation-alone', 'conversation-paging', 'private-outsider'],
    hints: [
      "HISTORY:@bob from Alice is about two people, and there is one place where she may look: her own inbox. Bob's inbox has the same messages, but also everything that others wrote to him.",
      '`history.answer(session, frame, part)` sends a part of a log and returns the tags of the OK. `part.key` is the log, `part.count` is how many messages, and `part.target` is the other user: only messages with this target are sent.',
      '    return history.answer(session, frame, { key: inboxOf(session), count, target: … });',
    ],
  },
  {
    number: '5.8',
    title: 'let users type to a user',
    file: 'private',
    region: 'typing',
    checks: ['private-typing', 'private-typing-late', 'private-typing-publish', 'private-alike', 'private-rights'],
    hints: [
      "Alice types to Bob. For the typists of chapter 4, `@bob` is a channel like any other: they know who listens there, and they end the typing as they always do. Nobody subscribes to a user, so only one condition remains. And what is the name of the conversation with Alice on Bob's side?",
      "`auth.authorize(session, 'publish', user)` throws if the token does not allow writing to this user. `typists.start(session, name, channel, shown)` takes the typist's name, the channel, which is `user`, and what the channel is called in the frames that Bob gets. Bob sees the conversation under Alice's name. The command has nothing more to do, so return `NO_TAGS`: its OK has no tags.",
      `    auth.authorize(session, 'publish', user);
    typists.start(session, userOf(session), user, …);
    return NO_TAGS;
The conversation that Bob is shown has the name of Alice's own inbox.`,
    ],
  },
];
