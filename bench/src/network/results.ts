// The figures of `pnpm bench network`, as `--save` keeps them for the site, and where they were measured.

import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { natsServerVersion } from '@workshop/checks/nats-server';
import { median } from '../figures.ts';
import type { Stage } from './brokers.ts';

export type { Stage };

/** A figure over all rounds. */
export interface Figure {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** A number of brokers of a stage on one machine. There is one channel: the publishers are on the first broker, the subscribers on all. */
export interface Throughput {
  readonly stage: Stage;
  readonly brokers: number;
  /** Delivered messages a second. */
  readonly delivered: Figure;
  /** CPU of all brokers, and of the NATS server, for each delivered message, in µs. */
  readonly brokersCpu: Figure;
  readonly natsCpu: Figure;
  /** Latency at a low, fixed rate, in ms. */
  readonly p50: Figure;
  readonly p99: Figure;
  /** What kept the network from being faster, in most rounds. */
  readonly bound: string;
}

/** What each thing costs. CPU is in µs, memory in bytes. */
export interface Costs {
  /** What a publish costs the broker that takes it: to read it, store it and answer it, when many sessions publish at once. */
  readonly publish: Figure;
  /** What it costs that broker in addition for each other broker that wants the message. */
  readonly forward: Figure;
  /** What it costs each other broker: to get the message, and to store it if the stage does that. */
  readonly receive: Figure;
  /** What it costs the NATS server: for a message and its copy to one broker, and for each further copy. */
  readonly natsPublish: Figure;
  readonly natsCopy: Figure;
  /** What a delivery costs when the subscriber gets nothing else at the same moment: a write of its own. */
  readonly delivery: Figure;
  /** The same when many messages are on their way to each subscriber and share a write. */
  readonly sharedDelivery: Figure;
  /** What it costs to let a session in: the upgrade, the token, one subscription. */
  readonly join: Figure;
  readonly session: Figure;
  /** A further subscription of a session, to a channel that nobody else has. */
  readonly subscription: Figure;
  /** What each other broker, or the NATS server, keeps for a channel with a subscription somewhere. */
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
  /** How many cores other programs on the machine used meanwhile. */
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

export function save(results: NetworkResults): void {
  writeResults(new URL('../../results/network.json', import.meta.url), results);
}

/** As JSON. Four digits are as exact as the measurements. */
export function writeResults(file: URL | string, results: Occasion): void {
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeFileSync(file, `${JSON.stringify(results, short, 2)}\n`);
}
