// The exercise of stage 07: the regions that a learner writes, each with hints from concept to code.

import type { Task } from '@workshop/cli/tasks';

export const tasks: readonly Task[] = [
  {
    number: '7.1',
    title: 'publish into the stream so that it stores a message once, and wait for its PubAck',
    file: 'outgoing',
    region: 'publish',
    checks: ['publisher-elsewhere', 'nats-killed'],
    hints: [
      'A PUBLISH of core NATS is gone as soon as it is sent: nobody says whether anybody took it. JetStream answers, by a PubAck with the sequence that the message got. And it remembers ids: a message whose `Nats-Msg-Id` it has seen within the last two minutes is not stored again, and its PubAck says `duplicate`, with the sequence of the first.',
      '`jetstream.publish(subject, body, options)` sends the message and resolves to the PubAck. Among the options is `msgID`. `attempt` has the others: the headers, and how long to wait.',
      '    return await jetstream.publish(subject, body, { ...attempt, msgID: msgId });',
    ],
  },
  {
    number: '7.2',
    title: 'turn a cursor into a consumer that reads on from there',
    file: 'cursor',
    region: 'consumer',
    checks: ['history-common', 'resume-elsewhere', 'inbox-elsewhere'],
    hints: [
      'A consumer is a place in a stream that the server keeps for a reader. Yours is for one look at the log: it begins behind the cursor, takes only one subject, acknowledges nothing, lives in memory, and ends by itself if its broker is killed. A `seq` of the protocol is the sequence of the stream, and `since=41` asks for what lies after 41.',
      'These are fields of `ConsumerConfig`: `filter_subject` (leave it out where the whole stream is wanted), `deliver_policy` with `opt_start_seq`, which is the first sequence that is delivered, `ack_policy`, `inactive_threshold` in nanoseconds (`nanos(ms)`), `mem_storage` and `num_replicas`.',
      `    return {
      ...(subject !== undefined && { filter_subject: subject }),
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: …one more than seq,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(ABANDONED_MS),
      mem_storage: true,
      num_replicas: 1,
    };`,
    ],
  },
  {
    number: '7.3',
    title: 'store, deliver, answer: keep this order where the store is across a network',
    file: 'publish',
    region: 'order',
    checks: ['nats-full', 'publisher-elsewhere'],
    hints: [
      'In stage 02 a transaction stood between a PUBLISH and everything that came of it. Here it is the PubAck. Before it, nobody may get the message and nobody may be told OK. After it the message is on its way to all brokers, this one too; and what its publisher does next should find it delivered here. The repeat of a message is not delivered by anybody: nothing is there to be waited for.',
      '`outgoing.store(outbound)` resolves to the PubAck, and throws where there is none. If it is no `duplicate`, `handOn(message, subject, seq)` resolves when the message was delivered here. The tags of the OK are those of `receiptOf({ seq, id })`; for a repeat, `dup` is `1` as well.',
      `    const { seq, duplicate } = await outgoing.store(outbound);
    if (duplicate) return new Map([...receiptOf({ seq, id }), ['dup', '1']]);
Then wait for handOn, and return the receipt as a new Map.`,
    ],
  },
  {
    number: '7.4',
    title: 'know what to do when NATS does not answer',
    file: 'outgoing',
    region: 'send',
    checks: ['nats-killed', 'nats-full', 'nats-refuses'],
    hints: [
      'There are three ends. The PubAck came: it is stored. The stream said no: it is not stored, and the publisher is told so. Or nothing came: the server may have died before it stored the message, or behind it. A refusal would be a guess then, and so would an OK. But the message has an id: send it again, and the stream itself knows. That cannot go on for ever, because the stream remembers an id for two minutes only.',
      'Await `this.#publish(message)`. When it resolves, `this.#end(unsettled, () => settle.resolve(ack))`. When it throws an error that is not `isAway`, throw it on: whoever called this refuses the message. Otherwise, before the `deadline`, call `this.#retryLater()` and return: the message stays among those of which nothing is known. At the deadline, throw a Refusal with the code UNREACHABLE and the text UNKNOWN.',
      `    try {
      const ack = await this.#publish(message);
      this.#end(unsettled, () => settle.resolve(ack));
    } catch (error) {
      if (!isAway(error)) throw error;
      if (Date.now() >= deadline) …
      this.#retryLater();
    }`,
    ],
  },
];
