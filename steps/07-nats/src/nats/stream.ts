// The stream in which all brokers keep all messages. The first broker makes it, and each makes sure that it is as its settings say.

import { type JetStreamManager, RetentionPolicy, StorageType, type StreamConfig, type StreamInfo } from '@nats-io/jetstream';
import { nanos, type ServerInfo } from '@nats-io/transport-node';
import { isNotFound } from '#errors';
import { REPUBLISH, STREAM, STREAM_SUBJECTS } from '#subjects';

/** How long the stream remembers a message id, in ms (P3-7). */
const REMEMBER_MS = 2 * 60 * 1000;

/** For what NATS counts besides the body: the headers, which hold ids, names of at most 64 characters, and an address. */
const HEADERS_BYTES = 1024;

export interface StreamOptions {
  /** How large a message of a client may be, in bytes. */
  readonly maxFrame: number;
  /** How many messages of each channel and each conversation are kept. */
  readonly retain: number;
  /** How many servers of a cluster keep each message. */
  readonly replicas: number;
}

/** @throws {Error} if the server is set to take smaller messages than clients may send */
export function requireRoom({ max_payload: room }: ServerInfo, { maxFrame }: Pick<StreamOptions, 'maxFrame'>): void {
  const needed = maxFrame + HEADERS_BYTES;
  if (room < needed)
    throw new Error(`its max_payload is ${room}: for MAX_FRAME_BYTES=${maxFrame} make it ${needed}, or give a smaller MAX_FRAME_BYTES`);
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
