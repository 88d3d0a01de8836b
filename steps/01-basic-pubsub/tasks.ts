// The exercise of stage 01: the regions that a learner writes, each with hints that lead from the idea to the code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '1.1',
    title: 'read a frame',
    file: 'frames',
    region: 'parse',
    checks: ['no-verb', 'missing-parts', 'unknown-verb', 'body-verbatim', 'line-end'],
    hints: [
      'A frame is a verb, a target and a body, separated by colons. The target and the body may be missing, and the body may contain colons of its own. So only the first two colons count, but `split` cuts at all of them. Which string method finds the next colon, starting from a given position?',
      "First drop one newline with `LINE_END`. `indexOf(':')` gives the position of the first colon, or -1. Everything before it is the verb: if `VERB` does not match it, throw a Refusal with the code BAD_FRAME. `indexOf(':', first + 1)` gives the position of the second colon. Three cases are left: no colon, one, or two. Leave a part whose colon is missing out of the result; an empty part is an empty string.",
      `    const line = text.replace(LINE_END, '');
    const first = line.indexOf(':');
    const verb = first < 0 ? line : line.slice(0, first);
    if (!VERB.test(verb)) throw new Refusal('BAD_FRAME', …);
    if (first < 0) return { verb };
then look for the second colon, and return { verb, target } or { verb, target, body }; cut the parts with line.slice.`,
    ],
  },
  {
    number: '1.2',
    title: 'remember who subscribes to a channel',
    file: 'pubsub',
    region: 'subscribe',
    checks: [
      'basic-hello',
      'basic-subscribers-only',
      'basic-now-only',
      'subscribe-again',
      'basic-channels',
      'subscribe-anew',
      'channel-names',
    ],
    hints: [
      'The broker keeps a table: for each channel, the sessions that want its messages. Subscribing adds the session to this table, and adding it twice must change nothing. Which collection holds each member only once?',
      "`this.#subscribers` has a Set of sessions for each channel that somebody wants. A channel's first subscriber finds no Set: create one. Don't add anything to the empty Set that `readers` returns: all channels that nobody wants share it. `session.channels` records the same fact on the session. Add the channel to it too, because task 1.5 needs it.",
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
      'basic-publisher-too',
      'basic-fan-out',
      'basic-channels',
      'messages-in-order',
      'body-verbatim',
      'basic-hello',
      'basic-subscribers-only',
      'plain-is-quiet',
    ],
    hints: [
      'One message comes in, and each subscriber gets a copy: that is the fan-out. The publisher needs no special case: if she is in the table she gets a copy, and otherwise she gets none.',
      'Send the frame `MSG:<channel>:<body>`, in a Packet. A packet is encoded only once, however many sessions it is sent to, so make one packet before the loop. `this.readers(channel)` returns the sessions to send it to, or an empty Set when there are none. Send without an `await`: while the loop waits, the next message may overtake this one.',
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
      'Undo what task 1.2 did, in both places. A session may unsubscribe from a channel that it never subscribed to: nothing changes then, and it gets no error.',
      'Take the session out of the Set in `this.#subscribers`, and the channel out of `session.channels`. Either may be missing, and then `?.` skips the call. A Set that has become empty would stay forever, one for every channel name that anybody ever tried, so delete its entry in the Map. Look at the size only after you have taken the session out: before that, a Set of one may hold another session.',
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
      'A session that goes away, with a goodbye or in a crash, must leave nothing behind. Otherwise the broker keeps sending to connections that are gone, and the table grows until memory runs out.',
      "Leaving means unsubscribing from everything. `session.channels` says from what, so you don't have to search the whole table. The property is absent if the session never subscribed.",
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
      "When a client doesn't read, the broker must keep whatever the client has not taken. Somebody has to pay for that: the broker with its memory, everyone else with their time, or the slow reader with its connection. Here the slow reader pays: once it is too far behind, the broker cuts it off.",
      '`backlog` is how many bytes of earlier writes the client has not taken yet. `this.#maxBacklog` is the limit, from the setting MAX_BUFFER_BYTES. A client that has reached the limit is slow.',
      '    return backlog >= this.#maxBacklog;',
    ],
  },
];
