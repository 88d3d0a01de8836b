// How fast stage 01 must be at least: in one run, by turns with the loop that everyone writes first, in CPU time. So a busy or slow machine
// changes both alike.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { frames } from '../src/dialects/frames.ts';
import { median } from '../src/figures.ts';
import { plainLoop } from '../src/peers/packages.ts';
import type { Running } from '../src/peers/peer.ts';
import { stage01 } from '../src/peers/stages.ts';
import { channelsAt } from '../src/scenarios/channels.ts';
import { fanOutAt } from '../src/scenarios/fan-out.ts';
import type { Sample } from '../src/scenarios/scenario.ts';

const ROUNDS = 3;
/** It takes a few seconds, or as many minutes where everything else runs at the same time. */
const BUSY_MS = 120_000;
const EFFORT = { seconds: 0.2, share: 1 };

const FLOORS: readonly { title: string; floor: number; measure(broker: Running): Promise<Sample> }[] = [
  {
    title: 'a fan-out to 100 subscribers, 32 publishes in flight',
    // It is above 15, and far above 20 on a quiet machine. A frame for each subscriber, or a write for each message, leaves less than 3.
    floor: 8,
    measure: (broker) => fanOutAt(broker, frames, 100, 32, EFFORT),
  },
  {
    title: '1,000 clients on 500 channels',
    // It is above 1.1. Nothing is gathered here, so this is what checks, limits and books may cost beside a loop that has none.
    floor: 0.9,
    measure: (broker) => channelsAt(broker, frames, EFFORT),
  },
];

let loop: Running;
let stage: Running;

beforeAll(async () => {
  [loop, stage] = await Promise.all([plainLoop.start(), stage01.start()]);
}, BUSY_MS);
afterAll(() => Promise.all([loop?.stop(), stage?.stop()]));

test.for(FLOORS)(
  '$title: the plain loop takes at least $floor times the CPU time of stage 01',
  { timeout: BUSY_MS },
  async ({ floor, measure }) => {
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) ratios.push((await measure(loop)).value / (await measure(stage)).value);
    expect(median(ratios), `of the rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).toBeGreaterThan(floor);
  },
);
