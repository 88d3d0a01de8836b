// The stream in which all brokers keep all messages. The first broker makes it, and each makes sure that it is as its settings say.

import { type JetStreamManager, RetentionPolicy, StorageType, type StreamConfig, type StreamInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { isNotFound } from '#errors';
import { REPUBLISH, STREAM, STREAM_SUBJECTS } from '#subjects';

/** How long the stream remembers a message id, in ms (P3-7). */
const REMEMBER_MS = 2 * 60 * 1000;

export interface StreamOptions {
  /** How many messages of each channel and each conversation are kept. */
  readonly retain: number;
  /** How many servers of a cluster keep each message. */
  readonly replicas: number;
}

export async function openStream({ streams }: JetStreamManager, { retain, replicas }: StreamOptions): Promise<StreamInfo> {
  const changeable = {
    // One more than can be read: the oldest is kept only for its sequence. All after it is there, and what is before it may be gone.
    max_msgs_per_subject: retain + 1,
    num_replicas: replicas,
    duplicate_window: nanos(REMEMBER_MS),
  } satisfies Partial<StreamConfig>;
  const info = await streams.info(STREAM).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    return streams.add({
      name: STREAM,
      subjects: [...STREAM_SUBJECTS],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      republish: REPUBLISH,
      allow_direct: true,
      ...changeable,
    });
  });
  const isAsWanted = Object.entries(changeable).every(([name, value]) => info.config[name as keyof typeof changeable] === value);
  return isAsWanted ? info : await streams.update(STREAM, changeable);
}
