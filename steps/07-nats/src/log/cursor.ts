// A cursor is a `seq` and an `epoch` for a client; for JetStream it is a consumer that starts behind a sequence of a stream.

import { AckPolicy, type ConsumerConfig, DeliverPolicy, type StreamInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/** A consumer that nobody asks for messages ends by itself, after so many ms: its broker may have been killed. */
const ABANDONED_MS = 10_000;

/** The name of the store: a stream that was deleted and made again counts from 1 again, and was created at another time. */
export function epochOf({ created }: Pick<StreamInfo, 'created'>): string {
  return created.replace(/\D/g, '');
}

/** A consumer of everything under a subject that lies behind a cursor. Nothing is acknowledged: it is read once, in order, and thrown away. */
export function consumerAfter(seq: number, subject: string | undefined): Partial<ConsumerConfig> {
  // #region consumer
  return {
    ...(subject !== undefined && { filter_subject: subject }),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: seq + 1,
    ack_policy: AckPolicy.None,
    inactive_threshold: nanos(ABANDONED_MS),
    mem_storage: true,
    num_replicas: 1,
  };
  // #endregion consumer
}
