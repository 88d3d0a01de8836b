// The figures of `pnpm bench network`, as `--save` keeps them for the site, and where they were measured.

import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { natsServerVersion } from '@workshop/checks/nats-server';
import { median } from '../figures.ts';
import type { Stage } from './brokers.ts';

export type { Stage };

/** Of all rounds. */
export interface Figure {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** So many brokers of a stage on one machine: one channel, published to on the first of them, with its subscribers spread over all. */
export interface Throughput {
  readonly stage: Stage;
  readonly brokers: number;
  /** Messages delivered a second. */
  readonly delivered: Figure;
  /** CPU of all brokers, and of the NATS server, for each message delivered, in µs. */
  readonly brokersCpu: Figure;
  readonly natsCpu: Figure;
  /** Latency at a low, fixed rate, in ms. */
  readonly p50: Figure;
  readonly p99: Figure;
  /** What kept it from being faster, in most rounds. */
  readonly bound: string;
}

/** What each thing costs. CPU is in µs, memory in bytes. */
export interface Costs {
  /** Of the broker that takes it: to read it, store it and answer it, when many sessions publish at once. */
  readonly publish: Figure;
  /** More of the same broker for each other broker that wants the message. */
  readonly forward: Figure;
  /** Of each other broker: to get it, and to store it where it does. */
  readonly receive: Figure;
  /** Of the NATS server, for a message and its copy to one broker, and for each further copy. */
  readonly natsPublish: Figure;
  readonly natsCopy: Figure;
  /** For each subscriber, when it has nothing else to get at the same moment: a write of its own. */
  readonly delivery: Figure;
  /** The same when many messages are on their way to each subscriber, and share a write. */
  readonly sharedDelivery: Figure;
  /** To let a session in: the upgrade, the token, one subscription. */
  readonly join: Figure;
  readonly session: Figure;
  /** A subscription beside a session's first, to a channel that nobody else has. */
  readonly subscription: Figure;
  /** What each other broker, or the NATS server, keeps of a channel that is subscribed to somewhere. */
  readonly interest: Figure;
}

/** Where and when something was measured. */
export interface Occasion {
  /** Such as `2026-11-28`. */
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memory: number; readonly system: string };
  readonly node: string;
  readonly natsServer: string;
  readonly rounds: number;
}

export interface NetworkResults extends Occasion {
  readonly subscribers: number;
  readonly window: number;
  readonly perSecond: number;
  /** Cores that other programs of the machine used meanwhile. */
  readonly othersCores: Figure;
  readonly throughput: readonly Throughput[];
  readonly costs: Readonly<Record<Stage, Costs>>;
}

export function figureOf(values: readonly number[]): Figure {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

export function occasion(rounds: number): Occasion {
  const [{ model } = { model: 'unknown' }] = cpus();
  const system = `${platform()} ${release()}`;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cpu: model.trim(), cores: availableParallelism(), memory: totalmem(), system },
    node: process.versions.node,
    natsServer: natsServerVersion() ?? 'none',
    rounds,
  };
}

/** Four digits say all that was measured. */
export function save(results: NetworkResults): void {
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeFileSync(new URL('../../results/network.json', import.meta.url), `${JSON.stringify(results, short, 2)}\n`);
}
