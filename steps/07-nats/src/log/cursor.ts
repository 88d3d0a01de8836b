// To a client, a cursor is a `seq` and an `epoch`. To JetStream, it is a consumer that starts after a sequence of a stream.

import { AckPolicy, type ConsumerConfig, DeliverPolicy, type StreamInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/** How long a consumer lives while nobody asks it for messages, in ms: its broker may have been killed. */
const ABANDONED_MS = 10_000;

/** The name of the store. A stream that is deleted and made again counts from 1, but has another creation time. */
export function epochOf({ created }: Pick<StreamInfo, 'created'>): string {
  return created.replace(/\D/g, '');
}

/** A consumer of what lies under a subject after a cursor. It is read once, in order, without acknowledgements, and then thrown away. */
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
