// What can be measured: something that starts as a process of its own, speaks a dialect, and tells what it uses.

import type { Dialect } from '../dialects/dialect.ts';

/** Where it is measured: at the limits of the settings, nothing pings and nobody is turned away. */
export const MAX_CONNECTIONS = 10_000;

export interface Running {
  readonly url: URL;
  /** User and system CPU time since it started, in µs. */
  cpu(): Promise<number>;
  /** Resident bytes; of a Node process, without garbage. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export interface Peer {
  /** As in `../peers.ts`. */
  readonly id: string;
  readonly dialect: Dialect;
  /** Why it can't be measured here. */
  readonly absence?: string | undefined;
  /** What was measured, where it isn't part of this checkout. */
  readonly version?: string | undefined;
  start(): Promise<Running>;
}

/** Starts a peer for some work, and ends it whatever comes of that. */
export async function withPeer<T>({ start }: Pick<Peer, 'start'>, work: (broker: Running) => Promise<T>): Promise<T> {
  const broker = await start();
  try {
    return await work(broker);
  } finally {
    await broker.stop();
  }
}
