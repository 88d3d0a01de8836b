// How fast stage 01 must be at least: in one run, by turns with the loop that everyone writes first, in CPU time. So a busy or slow machine
// changes both alike.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { frames } from '../src/dialects/frames.ts';
import { median } from '../src/figures.ts';
import { forPublishes } from '../src/load/limit.ts';
import { plainLoop } from '../src/peers/packages.ts';
import type { Running } from '../src/peers/peer.ts';
import { stage01 } from '../src/peers/stages.ts';
import { channelsAt } from '../src/scenarios/channels.ts';
import { fanOutAt } from '../src/scenarios/fan-out.ts';
import type { Effort, Sample } from '../src/scenarios/scenario.ts';

const ROUNDS = 3;
/** It takes a few seconds, or as many minutes where everything else runs at the same time. */
const BUSY_MS = 120_000;

interface Floor {
  readonly title: string;
  readonly floor: number;
  /** How much each publishes, so that it is warm and takes long enough: counted, because on a busy machine nobody knows how long that is. */
  readonly publishes: { readonly loop: number; readonly stage: number };
  measure(broker: Running, effort: Effort): Promise<Sample>;
}

const FLOORS: readonly Floor[] = [
  {
    title: 'a fan-out to 100 subscribers, 32 publishes in flight',
    // It is above 15, and far above 20 on a quiet machine. A frame for each subscriber, or a write for each message, leaves less than 3.
    floor: 8,
    publishes: { loop: 400, stage: 4_000 },
    measure: (broker, effort) => fanOutAt(broker, frames, 100, 32, effort),
  },
  {
    title: '1,000 clients on 500 channels',
    // It is above 1.1. Nothing is gathered here, so this is what checks, limits and books may cost beside a loop that has none.
    floor: 0.9,
    publishes: { loop: 10_000, stage: 10_000 },
    measure: (broker, effort) => channelsAt(broker, frames, effort),
  },
];

let loop: Running;
let stage: Running;

beforeAll(async () => {
  [loop, stage] = await Promise.all([plainLoop.start(), stage01.start()]);
}, BUSY_MS);
afterAll(() => Promise.all([loop?.stop(), stage?.stop()]));

test.for(FLOORS)('$title: the plain loop takes at least $floor times the CPU time of stage 01', { timeout: BUSY_MS }, async (each) => {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { value: ofLoop } = await each.measure(loop, effortOf(each.publishes.loop));
    const { value: ofStage } = await each.measure(stage, effortOf(each.publishes.stage));
    ratios.push(ofLoop / ofStage);
  }
  expect(median(ratios), `of the rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).toBeGreaterThan(each.floor);
});

function effortOf(publishes: number): Effort {
  return { load: () => forPublishes(publishes), warmUp: () => forPublishes(publishes / 2), share: 1 };
}
