// What a broker used for some work, and whether it or the load was the bottleneck.

import type { Running } from '../peers/peer.ts';
import type { Measured } from '../results.ts';

/** The share of a core from which on a process counts as busy. */
const BUSY = 0.9;

export interface Used {
  /** Of the broker, in µs. */
  readonly cpu: number;
  readonly seconds: number;
  readonly bound: Measured['bound'];
}

export async function meter(broker: Pick<Running, 'cpu'>, work: () => Promise<void>): Promise<Used> {
  const before = await broker.cpu();
  const load = process.cpuUsage();
  const began = performance.now();
  await work();
  const wall = (performance.now() - began) * 1000;
  const { user, system } = process.cpuUsage(load);
  const cpu = (await broker.cpu()) - before;
  return { cpu, seconds: wall / 1e6, bound: boundOf(cpu / wall, (user + system) / wall) };
}

/** Resolves with the broker's CPU in µs for each delivery. @param load resolves with the number of deliveries */
export async function costOf(broker: Pick<Running, 'cpu'>, load: () => Promise<number>): Promise<number> {
  let deliveries = 0;
  const { cpu } = await meter(broker, async () => {
    deliveries = await load();
  });
  return cpu / deliveries;
}

/** @param broker @param load how much of a core each used */
export function boundOf(broker: number, load: number): Measured['bound'] {
  if (broker > BUSY) return 'broker';
  return load > BUSY ? 'load' : 'neither';
}
