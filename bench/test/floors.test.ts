// How fast stage 01 must be at least: in one run, by turns with the loop that everyone writes first, in CPU time. So a busy or slow machine
// changes both alike.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { frames } from '../src/dialects/frames.ts';
import { median } from '../src/figures.ts';
import { joinFanOut } from '../src/load/fan-out.ts';
import { forPublishes } from '../src/load/limit.ts';
import { costOf } from '../src/load/meter.ts';
import { Pairs } from '../src/load/pairs.ts';
import { plainLoop } from '../src/peers/packages.ts';
import type { Running } from '../src/peers/peer.ts';
import { stage01 } from '../src/peers/stages.ts';

/** Many and short: what disturbs one turn is still there in the next, which is the other's. */
const ROUNDS = 9;
/** It takes a few seconds, or much longer where everything else runs at the same time. */
const BUSY_MS = 120_000;

interface Floor {
  readonly title: string;
  readonly floor: number;
  /** How much each publishes in a round. Counted, because on a busy machine nobody knows what a time is enough for. */
  readonly publishes: { readonly loop: number; readonly stage: number };
  /** Resolves with a load for a broker, which resolves with the number of deliveries. */
  join(broker: Running): Promise<(publishes: number) => Promise<number>>;
}

const FLOORS: readonly Floor[] = [
  {
    title: 'a fan-out to 100 subscribers, 32 publishes in flight',
    // It is above 20, and between 13 and 30 in single rounds on a busy machine. With a write for each message it would be below 3.
    floor: 8,
    publishes: { loop: 150, stage: 1_500 },
    join: ({ url }) => joinFanOut(url),
  },
  {
    title: '1,000 clients on 500 channels',
    // It is above 1.2. Little can be gathered here, so this is what checks, limits and books may cost beside a loop that has none.
    floor: 0.9,
    publishes: { loop: 3_000, stage: 3_000 },
    async join({ url }) {
      const pairs = await Pairs.join(frames, url, 500);
      return (publishes) => pairs.publish(forPublishes(publishes));
    },
  },
];

let loop: Running;
let stage: Running;

beforeAll(async () => {
  [loop, stage] = await Promise.all([plainLoop.start(), stage01.start()]);
}, BUSY_MS);
afterAll(() => Promise.all([loop?.stop(), stage?.stop()]));

test.for(FLOORS)('$title: the plain loop takes at least $floor times the CPU time of stage 01', { timeout: BUSY_MS }, async (each) => {
  const [loadLoop, loadStage] = [await each.join(loop), await each.join(stage)];
  const ofLoop = () => costOf(loop, () => loadLoop(each.publishes.loop));
  const ofStage = () => costOf(stage, () => loadStage(each.publishes.stage));
  await ofLoop();
  await ofStage();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) ratios.push((await ofLoop()) / (await ofStage()));
  expect(median(ratios), `of the rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`).toBeGreaterThan(each.floor);
});
