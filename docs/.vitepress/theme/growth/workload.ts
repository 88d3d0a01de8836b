// The workload of the page on growth: what its tables assume, and what its sliders start from.

import type { Costs, Stage } from 'bench/results';
import { data } from '../../../benchmarks.data.ts';
import type { Medians, Scale } from './estimate.ts';

/** A chat: each session reads ten channels of fifty people, and somebody in each channel says something about once a minute. */
export const WORKLOAD: Pick<Scale, 'channels' | 'subscribers' | 'rate'> = { channels: 10, subscribers: 50, rate: 0.02 };

export const SIZES = [10_000, 1_000_000, 100_000_000] as const;

export const ENGINES: readonly { readonly engine: Stage; readonly title: string }[] = [
  { engine: '06-federation', title: 'mesh of 06' },
  { engine: '07-nats', title: 'NATS of 07' },
];

function mediansOf(costs: Costs): Medians {
  return Object.fromEntries(Object.entries(costs).map(([name, figure]) => [name, figure.median])) as Record<keyof Costs, number>;
}

export const medians: Readonly<Record<Stage, Medians>> = {
  '06-federation': mediansOf(data.network.costs['06-federation']),
  '07-nats': mediansOf(data.network.costs['07-nats']),
};
