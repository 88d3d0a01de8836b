// The exercise of stage 01: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '1.1',
    title: 'read a frame',
    file: 'frames',
    region: 'parse',
    checks: ['no-verb', 'missing-parts', 'unknown-verb', 'body-verbatim', 'line-end'],
    hints: [
      'A frame is a verb, a target and a body, with a colon between two of them. The target and the body may be missing, and the body may contain colons of its own. So only the first two colons count, and `split` cuts at all of them. Which method of a string finds the next colon from a place on?',
      "First drop one newline with `LINE_END`. `indexOf(':')` gives the place of the first colon, or -1. Everything before it is the verb: if `VERB` does not match it, throw a Refusal with the code BAD_FRAME. `indexOf(':', first + 1)` gives the place of the second colon. Three cases are left: no colon, one, or two. A part whose colon is missing stays out of the result, and an empty part is an empty text.",
      `    const line = text.replace(LINE_END, '');
    const first = line.indexOf(':');
    const verb = first < 0 ? line : line.slice(0, first);
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', …);
    if (first < 0) return { verb };
then look for the second colon, and return { verb, target } or { verb, target, body }, cut with line.slice.`,
    ],
  },
  {
    number: '1.2',
    title: 'remember who subscribes to a channel',
    file: 'pubsub',
    region: 'subscribe',
    checks: ['seed-hello', 'seed-subscribers-only', 'seed-now-only', 'subscribe-again', 'seed-channels', 'subscribe-anew', 'channel-names'],
    hints: [
      'The broker keeps a table: for each channel, the sessions that want its messages. To subscribe is to be entered there, and being entered twice must change nothing. Which collection holds each member once?',
      '`this.#subscribers` has a Set of sessions for each channel that somebody wants. The first subscriber of a channel finds no Set: make one. Do not fill the empty Set that `readers` gives: all channels that nobody wants share it. `session.channels` records the same fact for the session. Fill it too: task 1.5 needs it.',
      `    const sessions = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, sessions.add(session));
then do the same for session.channels: take it, or a new Set, and add the channel.`,
    ],
  },
  {
    number: '1.3',
    title: 'send a message to everyone who subscribed to its channel',
    file: 'pubsub',
    region: 'fan-out',
    checks: [
      'seed-publisher-too',
      'seed-fan-out',
      'seed-channels',
      'messages-in-order',
      'body-verbatim',
      'seed-hello',
      'seed-subscribers-only',
      'plain-is-quiet',
    ],
    hints: [
      'One message comes in, and each subscriber gets a copy: that is the fan-out. The publisher needs no special case: she gets a copy if she is in the table, and otherwise she does not.',
      'What goes out is the frame `MSG:<channel>:<body>`, in a Packet. A packet is encoded only once, however many sessions it is sent to, so make it before the loop. `this.readers(channel)` gives the sessions to send it to, and an empty Set when there are none. Send without an `await`: while the loop waits, the next message may overtake this one.',
      `    const packet: Packet = { frame: { verb: 'MSG', target: channel, body } };
then loop over this.readers(channel), and call session.send(packet) for each session.`,
    ],
  },
  {
    number: '1.4',
    title: 'forget a session that unsubscribes',
    file: 'pubsub',
    region: 'unsubscribe',
    checks: ['unsubscribe', 'subscribe-anew', 'unsubscribe-nothing'],
    hints: [
      'Undo what task 1.2 did, in both places. A session may unsubscribe from a channel that it never subscribed to: then nothing changes, and it gets no error.',
      'Take the session out of the Set in `this.#subscribers`, and the channel out of `session.channels`. Either may be missing, and `?.` skips the call then. A Set that has become empty would stay forever, one for every channel name that anybody ever tried: delete its entry in the Map. Look at its size after you have taken the session out: the session may not have been in it.',
      `    const sessions = this.#subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#subscribers.delete(channel);
then take the channel out of session.channels.`,
    ],
  },
  {
    number: '1.5',
    title: 'clean up after a session that went away',
    file: 'pubsub',
    region: 'leave',
    checks: ['leave-close', 'leave-reset'],
    hints: [
      'A session that goes away, with a goodbye or with a crash, must leave nothing behind. Otherwise the broker keeps sending to connections that are gone, and the table grows until the memory is full.',
      'To go away is to unsubscribe from everything. `session.channels` says from what, so you need not search the whole table. It is absent when the session never subscribed.',
      '    for (const channel of session.channels ?? []) this.unsubscribe(session, channel);',
    ],
  },
  {
    number: '1.6',
    title: 'tell a slow reader from a healthy one',
    file: 'output',
    region: 'slow-reader',
    checks: ['slow-reader', 'burst-to-healthy-reader'],
    hints: [
      'When a client does not read, the broker must keep what the client has not taken. Somebody has to pay for that: the broker with its memory, everyone else with their time, or the slow reader. Here the slow reader pays: it is cut off at a limit.',
      '`backlog` is the number of bytes of earlier writes that the client has not taken yet. `this.#maxBacklog` is the limit, from the setting MAX_BUFFER_BYTES. A client that has reached the limit is slow.',
      '    return backlog >= this.#maxBacklog;',
    ],
  },
];
