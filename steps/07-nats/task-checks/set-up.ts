// A stream that says what the checks want it to say, in place of NATS.

import type { PubAck } from '@nats-io/jetstream';
import type { Nats } from '#connection';
import { Outgoing, type Outbound } from '#outgoing';

export const MESSAGE: Outbound = {
  subject: 'chat.channel.news',
  id: 'c1-9',
  msgId: 'chat.channel.news alice c1-9',
  from: 'alice',
  broker: 'broker1',
  to: 'news',
  time: 1_800_000_000_000,
  body: 'Hi',
};

export const ACK: PubAck = { stream: 'chat', seq: 42, duplicate: false };

/** What was published, and how it is answered: `publish` is called for each attempt. */
export interface Attempt {
  readonly subject: string;
  readonly body: unknown;
  readonly options: Readonly<Record<string, unknown>>;
}

/** An outbox whose NATS is a function. @param answer to each attempt, by its number from 1 */
export function setUp(answer: (attempt: number) => Promise<PubAck>) {
  const attempts: Attempt[] = [];
  const onReady: (() => void)[] = [];
  const publish = (subject: string, body: unknown, options: Attempt['options']) => {
    attempts.push({ subject, body, options });
    return answer(attempts.length);
  };
  const nats = { jetstream: { publish } } as unknown as Nats; // of NATS, the outbox uses nothing else
  const outgoing = new Outgoing({ require: () => nats, onReady }, () => {});
  return { outgoing, attempts, reconnect: () => onReady.forEach((listener) => listener()) };
}

/** Nobody has answered, as the client library says it. */
export function noAnswer(): Error {
  return Object.assign(new Error('timeout'), { name: 'TimeoutError' });
}

/** Lets everything that was promised or queued happen. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
