// The exercise of stage 01: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '1.1',
    title: 'remember who subscribes to a channel',
    file: 'pubsub',
    region: 'subscribe',
    checks: ['seed-hello', 'seed-subscribers-only', 'seed-now-only', 'subscribe-again'],
    hints: [
      'A broker is a table: for each channel, the sessions that want its messages. To subscribe is to be put in, and to be put in twice must change nothing. Which collection keeps each member once?',
      '`subscribers` has a Set of sessions for each channel that somebody wants. The first subscriber finds no Set there yet: make one. `session.channels` is the same fact seen from the session; fill it too, for leaving will need it.',
      `    const sessions = subscribers.get(channel) ?? new Set();
    subscribers.set(channel, sessions.add(session));
and the same for session.channels, with the channel as what is added.`,
    ],
  },
  {
    number: '1.2',
    title: 'hand a message to everyone who subscribed to its channel',
    file: 'pubsub',
    region: 'fan-out',
    checks: ['seed-publisher-too', 'seed-fan-out', 'seed-channels', 'messages-in-order', 'body-verbatim'],
    hints: [
      'Publishing copies one message to many readers: that is the fan-out. The publisher is no special case, since it gets its message just when it is in the table.',
      'The Packet is the frame `MSG:<channel>:<body>` on its way out. It is encoded once, however many sessions get it, so make one before the loop. A channel nobody wants has no Set in `subscribers`: then there is nobody to send to, and that is no error.',
      `    const packet = new Packet({ verb: 'MSG', target: channel, body, tags });
then loop over subscribers.get(channel) ?? [] and call session.send(packet) for each.`,
    ],
  },
  {
    number: '1.3',
    title: 'forget who no longer subscribes',
    file: 'pubsub',
    region: 'unsubscribe',
    checks: ['unsubscribe', 'subscribe-anew'],
    hints: [
      'Undo what subscribing did, on both sides of the fact. Somebody may unsubscribe from what they never subscribed to: then nothing changes, and nobody is told off.',
      'Take the session out of the Set in `subscribers`, and the channel out of `session.channels`; either may be missing, and `?.` steps over that. A Set that has become empty would stay for ever, one for each channel name that anybody ever tried: take it out of the Map too.',
      `    const sessions = subscribers.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) subscribers.delete(channel);
and the same for session.channels.`,
    ],
  },
  {
    number: '1.4',
    title: 'clean up after a session that went away',
    file: 'pubsub',
    region: 'leave',
    checks: ['leave-close', 'leave-reset'],
    hints: [
      'A session that goes away, politely or with a crash, must leave nothing behind: otherwise the broker keeps sending to the dead, and the table grows until the memory is full.',
      'Going away is to unsubscribe from everything. `session.channels` knows from what, so that one need not search the whole table; a session that never subscribed has none.',
      '    for (const channel of session.channels ?? []) unsubscribe(session, channel);',
    ],
  },
  {
    number: '1.5',
    title: 'tell a slow reader from a healthy one',
    file: 'output',
    region: 'slow-reader',
    checks: ['slow-reader', 'burst-to-healthy-reader'],
    hints: [
      'A client that does not read makes the broker keep what it has not taken. Somebody must pay for that: the memory, everybody else, or the slow reader. Here it is the slow reader, who is cut off at a limit.',
      '`backlog` is what the socket has not passed on of earlier turns, in bytes, and `this.#maxBacklog` is the limit that MAX_BUFFER_BYTES sets. Whoever has reached the limit is slow.',
      '    return backlog >= this.#maxBacklog;',
    ],
  },
];
