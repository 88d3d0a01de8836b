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
      'A core NATS publish is gone as soon as it is sent: nobody tells you whether anybody got it. JetStream answers with a PubAck, which has the sequence that the message got in the stream. It also remembers ids: if it has seen a `Nats-Msg-Id` within the last two minutes, it does not store the message again. Its PubAck then says `duplicate`, and has the sequence of the first.',
      '`jetstream.publish(subject, body, options)` sends the message and resolves to the PubAck. One of the options is `msgID`. The variable `attempt` has the others: the headers, and how long to wait.',
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
      'A consumer is a place in a stream that the server keeps for a reader. This one is read once: it starts after the cursor, takes only one subject, acknowledges nothing, lives in memory, and ends by itself if its broker is killed. The `seq` of the protocol is the sequence of the stream, and `since=41` asks for the messages after 41.',
      'You need these fields of `ConsumerConfig`: `filter_subject` (leave it out if the whole stream is wanted), `deliver_policy` with `opt_start_seq`, which is the first sequence to deliver, `ack_policy`, `inactive_threshold` in nanoseconds (`nanos(ms)`), `mem_storage` and `num_replicas`.',
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
      'In stage 02, a PUBLISH had no effect before its transaction was committed. Here it has none before its PubAck: until then, nobody may get the message and nobody may be told OK. After that, the message is on its way to all brokers, including this one, and this one should deliver it before the next command of its publisher takes effect. A repeat is never delivered, so there is nothing to wait for.',
      '`outgoing.store(outbound)` resolves to the PubAck, and throws if there is none. If the PubAck does not say `duplicate`, wait for `handOn(message, subject, seq)`, which resolves when the message has been delivered here. The tags of the OK are those of `receiptOf({ seq, id })`; a repeat also has the tag `dup`, with the value `1`.',
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
      'An attempt can end in three ways. The PubAck came: the message is stored. The stream said no: it is not stored, and the publisher is told so. Or nothing came: the server may have died before it stored the message, or after. Then a refusal would be a guess, and so would an OK. But the message has an id: send it again, and the stream will say whether it had it already. That cannot go on for ever, because the stream remembers an id for only two minutes.',
      'Await `this.#publish(message)`. When it resolves, `this.#end(unsettled, () => settle.resolve(ack))`. When it throws an error for which `isAway` is false, throw that error again: the caller refuses the message. Otherwise, before the `deadline`, call `this.#retryLater()` and return: the message stays among the unsettled ones. From the deadline on, throw a Refusal with the code `UNREACHABLE` and the text in the constant `UNKNOWN`.',
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
