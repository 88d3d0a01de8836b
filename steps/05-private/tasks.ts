// The exercise of stage 05: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '5.1',
    title: 'a user may have several sessions',
    file: 'private',
    region: 'join',
    checks: ['private-every-device', 'private-device-leaves', 'private-no-right-needed', 'inbox-live-once'],
    hints: [
      'Somebody has just said who they are. From now on, what is sent to this user comes to this session, without a SUBSCRIBE. The user may be here already, on another device: a table with one session for each user would lose that one. And what was the newest message when this session began to listen?',
      '`devices` has a Set of sessions for each inbox, and `inboxOf(session)` is the name of this one, such as `@alice`. The first device finds no Set there yet. Note in `session.inboxStart` what `journal.newest(inbox)` is now: a resume ends there, because all that is newer comes live.',
      `    const inbox = inboxOf(session);
    devices.set(inbox, (devices.get(inbox) ?? new Set()).add(session));
and the newest seq in session.inboxStart.`,
    ],
  },
  {
    number: '5.2',
    title: 'keep a message in the inboxes of both',
    file: 'private',
    region: 'inboxes',
    checks: ['inbox-offline', 'inbox-sent', 'inbox-seq', 'private-from', 'private-to-oneself', 'private-same-id'],
    hints: [
      'One message, two inboxes: bob finds it under @alice, and alice, for her other devices, under @bob. Each inbox counts for itself, so the message has a seq in each. Neither user need be here, or exist: a broker that looked whether bob is known would tell alice.',
      '`partiesOf(from, channel)` gives the inboxes, each with the name under which the message stands in it; only one for who writes to themselves. `journal.append(inbox, { ...stamped, target })` stores it and returns its seq. Keep the MSG for each inbox in `message.copies`, with `tagsOf({ ...stamped, seq })`. The receipt is `receiptOf({ seq, id })` with the seq of one of the two: whose?',
      `    const { channel, body, time = Date.now() } = message;
    const stamped = { id, from, time, body };
    message.copies = new Map();
    for (const [inbox, target] of partiesOf(from, channel)) {
      const seq = journal.append(inbox, { ...stamped, target });
then the Packet for message.copies, and, where the inbox is the sender's own, message.receipt.`,
    ],
  },
  {
    number: '5.3',
    title: 'hand a message to every device, but the one that sent it',
    file: 'private',
    region: 'devices',
    checks: ['private-other-devices', 'private-in-order'],
    hints: [
      'Bob reads it on each of his devices. So does alice on hers, for her phone should show what she wrote on her laptop. One session alone has it already.',
      '`copies` has the Packet for each inbox that keeps the message, and `devices` the sessions of each inbox; an inbox whose user is not here has none. `publisher` is the session that sent it.',
      `    for (const [inbox, packet] of copies ?? [])
      for (const session of devices.get(inbox) ?? []) …
and send it, unless the session is the publisher.`,
    ],
  },
  {
    number: '5.4',
    title: 'resume an inbox, for its owner only',
    file: 'private',
    region: 'resume',
    checks: ['inbox-devices', 'inbox-not-recovered', 'inbox-while-publishing', 'inbox-of-another', 'private-outsider'],
    hints: [
      'An inbox is resumed as a channel is: the device says what it has seen, and gets what came since. Two things differ. It belongs to one user, and nobody else may ask for it, whatever rights a token has. And it is live already, since AUTH: what came since then must not come again.',
      "Where `inbox` is not `inboxOf(session)`, throw a Refusal `FORBIDDEN`. Otherwise return what `journal.subscribe(session, frame, log)` does: `log.key` is the inbox, `log.start` where the session's live stream began, and `log.goLive()` has nothing to do here.",
      `    if (inbox !== inboxOf(session)) throw new Refusal('FORBIDDEN', \`\${inbox} is not your inbox: yours is \${inboxOf(session)}\`);
    return journal.subscribe(session, frame, { key: inbox, start: session.inboxStart, goLive() {} });`,
    ],
  },
  {
    number: '5.5',
    title: 'show a conversation, and no other',
    file: 'private',
    region: 'conversation',
    checks: ['conversation-both-ways', 'conversation-alone', 'conversation-paging'],
    hints: [
      "HISTORY:@bob from alice is about two people, and there is one place where she may look: her own inbox. Bob's has the same messages, and all his others.",
      '`journal.history(session, frame, part)` sends a part of a log and answers: `part.key` is the log, `part.count` how many messages, and `part.target` the party whose messages alone are wanted, as they stand in that inbox.',
      '    return journal.history(session, frame, { key: inboxOf(session), count, target: … });',
    ],
  },
];
