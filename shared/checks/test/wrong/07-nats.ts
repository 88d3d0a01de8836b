// Named mistakes in stage 07, each with the check that must catch it and what that check says. They show that the checks can fail.

import type { WrongBroker } from '../wrong-broker.ts';

export const wrong: readonly WrongBroker[] = [
  // NATS away: these take longest, so they go first, and the others beside them.
  {
    check: 'nats-killed',
    message: 'publishes were not answered once NATS was back',
    file: '07-nats/src/nats/connection.ts',
    from: 'maxReconnectAttempts: -1,',
    to: 'reconnect: false,',
  },
  {
    check: 'nats-killed',
    message: 'after SIGKILL a message has a different seq from the one that its publisher was told',
    file: '07-nats/src/log/outgoing.ts',
    from: 'return await jetstream.publish(subject, body, { ...attempt, msgID: msgId });',
    to: "void jetstream.publish(subject, body, { ...attempt, msgID: msgId }).catch(() => {}); return { stream: 'chat', seq: 1, duplicate: false };",
  },
  {
    check: 'nats-full',
    message: 'a publish that was not stored was answered with OK',
    file: '07-nats/src/log/outgoing.ts',
    from: 'if (!isAway(error)) throw error;',
    to: "if (!isAway(error)) return this.#end(unsettled, () => settle.resolve({ stream: 'chat', seq: 1, duplicate: false }));",
  },
  {
    check: 'nats-refuses',
    message: 'with NATS away, a command that needs it was not refused with UNREACHABLE',
    file: '07-nats/src/log/outgoing.ts',
    from: `this.#connection.require(); // now it may be refused; once it is on its way, it may not
    const unsettled =`,
    to: 'const unsettled =',
  },
  {
    check: 'nats-refuses',
    message: 'a publish was not answered while NATS was away, or after it was back',
    file: '07-nats/src/live/feed.ts',
    from: 'if (this.#waiting) return; // another call is doing it',
    to: 'this.#waiting = []; return;',
  },
  // One store.
  {
    check: 'history-common',
    message: 'a channel does not have the same history on another broker',
    file: '07-nats/src/log/history.ts',
    from: 'if (skipped++ < start.skip || record.seq <= floor) continue;',
    to: 'if (skipped++ < start.skip || record.seq <= floor || record.broker !== own) continue;',
  },
  {
    check: 'history-common',
    message: 'the last messages of a channel are different on another broker',
    file: '07-nats/src/log/reader.ts',
    from: 'return { cursor: low, skip: Math.max(0, above - count) };',
    to: 'return { cursor: low, skip: 0 };',
  },
  {
    check: 'resume-elsewhere',
    message: 'a user of a broker that was killed could not resume on another one without a gap or a duplicate',
    file: '07-nats/src/log/opening.ts',
    from: 'store.epoch = epochOf(info);',
    to: 'store.epoch ||= `${epochOf(info)}${Math.random()}`;',
  },
  {
    check: 'resume-elsewhere',
    message: 'a user of a broker that was killed could not resume on another one without a gap or a duplicate',
    file: '07-nats/src/log/cursor.ts',
    from: 'opt_start_seq: seq + 1,',
    to: 'opt_start_seq: Math.max(1, seq),',
  },
  {
    check: 'inbox-elsewhere',
    message: 'an inbox could not be resumed on another broker',
    file: '07-nats/src/nats/subjects.ts',
    from: 'return [`${ROOT}.private.${key.slice(1)}.*`, `${ROOT}.private.*.${key.slice(1)}`];',
    to: 'return [`${ROOT}.private.${key.slice(1)}.*`];',
  },
  {
    check: 'publisher-elsewhere',
    message: 'messages sent again on another broker did not come once and in order',
    file: '07-nats/src/log/publish.ts',
    from: 'const msgId = `${subject} ${from} ${id}`;',
    to: 'const msgId = `${subject} ${from}@${own} ${id}`;',
  },
  {
    check: 'publisher-elsewhere',
    message: 'messages sent again on another broker did not come once and in order',
    file: '07-nats/src/log/outgoing.ts',
    from: '{ ...attempt, msgID: msgId }',
    to: 'attempt',
  },
  {
    check: 'addressed-to-one',
    message: 'a message addressed to one broker did not go to its subscribers alone',
    file: '07-nats/src/nats/subjects.ts',
    from: 'return broker === undefined ? `${ROOT}.channel.${target}` : `${ROOT}.at.${broker}.${target}`;',
    to: 'return `${ROOT}.channel.${target}`;',
  },
];
