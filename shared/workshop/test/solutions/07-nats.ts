import type { Solution } from './solution.ts';

const attempted = (catching: string, sent = 'const ack = await this.#publish(message);') => `
    try {
      ${sent}
      this.#end(unsettled, () => settle.resolve(ack));
    } catch (error) {
      ${catching}
    }`;
const REFUSE = "throw new Refusal('UNREACHABLE', UNKNOWN);";

export const solutions: readonly Solution[] = [
  {
    task: '7.1',
    name: 'sets the header itself',
    body: `
    attempt.headers.set('Nats-Msg-Id', msgId);
    const ack = await jetstream.publish(subject, body, { ...attempt, msgID: msgId });
    return ack;`,
  },
  {
    task: '7.1',
    name: 'forgets the message id',
    body: 'return await jetstream.publish(subject, body, attempt);',
    message: 'the message was published without its message id',
  },
  {
    task: '7.1',
    name: 'takes the id of the publisher, which two users may both have',
    body: 'return await jetstream.publish(subject, body, { ...attempt, msgID: message.id });',
    message: 'the message was published without its message id',
  },
  {
    task: '7.1',
    name: 'does not wait',
    body: `
    void jetstream.publish(subject, body, { ...attempt, msgID: msgId }).catch(() => {});
    return { stream: 'chat', seq: 0, duplicate: false };`,
    message: 'the message was taken for stored before the PubAck came',
  },
  {
    task: '7.1',
    name: 'forgets the headers',
    body: 'return await jetstream.publish(subject, body, { msgID: msgId });',
    message: 'the headers or the timeout are missing',
  },
  {
    task: '7.2',
    name: 'adds the filter afterwards',
    body: `
    const config: Partial<ConsumerConfig> = {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: seq + 1,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(ABANDONED_MS),
      mem_storage: true,
      num_replicas: 1,
    };
    if (subject) config.filter_subject = subject;
    return config;`,
  },
  {
    task: '7.2',
    name: 'delivers the cursor’s own message again',
    body: consumer({ start: 'seq' }),
    message: 'after 41, the consumer does not begin at 42',
  },
  {
    task: '7.2',
    name: 'begins with the first message of all',
    body: consumer({ policy: 'DeliverPolicy.All' }),
    message: 'the consumer does not begin at a sequence',
  },
  {
    task: '7.2',
    name: 'filters by undefined',
    body: consumer({ filter: 'filter_subject: subject as string,' }),
    message: 'a consumer of the whole stream has a filter',
  },
  { task: '7.2', name: 'takes every subject', body: consumer({ filter: '' }), message: 'the consumer takes other subjects too' },
  {
    task: '7.2',
    name: 'wants acknowledgements',
    body: consumer({ ack: 'AckPolicy.Explicit' }),
    message: 'the consumer waits for acknowledgements',
  },
  {
    task: '7.2',
    name: 'gives milliseconds for nanoseconds',
    body: consumer({ threshold: 'ABANDONED_MS' }),
    message: 'the consumer of a broker that was killed does not end within a minute, or ends while it is read',
  },
  {
    task: '7.2',
    name: 'writes it to the disk',
    body: consumer({ memory: 'false' }),
    message: 'the server writes the consumer to its disk',
  },
  {
    task: '7.3',
    name: 'makes the tags first and the choice last',
    body: `
    const { seq, duplicate } = await outgoing.store(outbound);
    const tags = new Map(receiptOf({ seq, id }));
    if (duplicate) tags.set('dup', '1');
    else await handOn(message, subject, seq);
    return tags;`,
  },
  {
    task: '7.3',
    name: 'answers before it is delivered',
    body: `
    const { seq, duplicate } = await outgoing.store(outbound);
    if (!duplicate) void handOn(message, subject, seq);
    return new Map([...receiptOf({ seq, id }), ...(duplicate ? ([['dup', '1']] as const) : [])]);`,
    message: 'a message was answered before it was delivered here',
  },
  {
    task: '7.3',
    name: 'answers while it is being stored',
    body: `
    void outgoing.store(outbound).catch(() => {});
    return new Map(receiptOf({ seq: 0, id }));`,
    message: 'a message was answered, or waited for, before its PubAck came',
  },
  {
    task: '7.3',
    name: 'waits for a repeat',
    body: `
    const { seq, duplicate } = await outgoing.store(outbound);
    await handOn(message, subject, seq);
    return new Map([...receiptOf({ seq, id }), ...(duplicate ? ([['dup', '1']] as const) : [])]);`,
    message: 'a repeat was not answered with the first’s seq and dup=1',
  },
  {
    task: '7.3',
    name: 'takes no notice of the repeat',
    body: `
    const { seq, duplicate } = await outgoing.store(outbound);
    if (!duplicate) await handOn(message, subject, seq);
    return new Map(receiptOf({ seq, id }));`,
    message: 'a repeat was not answered with the first’s seq and dup=1',
  },
  {
    task: '7.3',
    name: 'answers OK to what is not stored',
    body: `
    const { seq, duplicate } = await outgoing.store(outbound).catch(() => ({ seq: 0, duplicate: false }));
    if (!duplicate) await handOn(message, subject, seq);
    return new Map([...receiptOf({ seq, id }), ...(duplicate ? ([['dup', '1']] as const) : [])]);`,
    message: 'what was not stored was not refused',
  },
  {
    task: '7.4',
    name: 'asks first whether it may try again',
    body: attempted(`
      if (isAway(error) && Date.now() < deadline) return this.#retryLater();
      throw isAway(error) ? new Refusal('UNREACHABLE', UNKNOWN) : error;`),
  },
  {
    task: '7.4',
    name: 'refuses at once',
    body: attempted(`if (!isAway(error)) throw error;\n      ${REFUSE}`),
    message: 'without an answer, a message was taken for stored or refused',
  },
  {
    task: '7.4',
    name: 'tries for ever',
    body: attempted('if (!isAway(error)) throw error;\n      this.#retryLater();'),
    message: 'a message without an answer was not refused with UNREACHABLE at its deadline',
  },
  {
    task: '7.4',
    name: 'tries what the stream has refused again',
    body: attempted(`if (Date.now() >= deadline) ${REFUSE}\n      this.#retryLater();`),
    message: 'what the stream said was not passed on',
  },
  {
    task: '7.4',
    name: 'forgets to try again',
    body: attempted(`if (!isAway(error)) throw error;\n      if (Date.now() >= deadline) ${REFUSE}`),
    message: 'without an answer, a message was not sent again',
  },
  {
    task: '7.4',
    name: 'does not take the message out',
    body: `
    try {
      settle.resolve(await this.#publish(message));
    } catch (error) {
      if (!isAway(error)) throw error;
      if (Date.now() >= deadline) ${REFUSE}
      this.#retryLater();
    }`,
    message: 'a message that is stored was sent again',
  },
];

function consumer({
  filter = '...(subject !== undefined && { filter_subject: subject }),',
  policy = 'DeliverPolicy.StartSequence',
  start = 'seq + 1',
  ack = 'AckPolicy.None',
  threshold = 'nanos(ABANDONED_MS)',
  memory = 'true',
} = {}): string {
  return `
    return {
      ${filter}
      deliver_policy: ${policy},
      opt_start_seq: ${start},
      ack_policy: ${ack},
      inactive_threshold: ${threshold},
      mem_storage: ${memory},
      num_replicas: 1,
    };`;
}
