// Fan-out: stage 01 and a plain loop of `send` take turns, and the broker's CPU for each delivered message is measured.

import { MeasuredBroker } from './broker.ts';
import { formatRatios, median, printFigure } from './figures.ts';
import { publishTo } from './load.ts';

const SUBSCRIBERS = 100;
export const SCENARIOS = [
  { title: '32 publishes in flight', window: 32, publishes: 20_000 },
  { title: 'waiting for each', window: 1, publishes: 3_000 },
];
const PLAIN = new URL('./plain-loop.ts', import.meta.url);
const STAGE = new URL('./main.ts', import.meta.resolve('01-basic-pubsub'));

/** µs of the broker's CPU for each delivered message, in one fresh process. */
export async function measure(main: URL, window: number, publishes: number): Promise<number> {
  const broker = await MeasuredBroker.start(main);
  try {
    let before = 0;
    const { deliveries } = await publishTo(broker.url, SUBSCRIBERS, window, publishes, async () => {
      before = await broker.cpu();
    });
    return ((await broker.cpu()) - before) / deliveries;
  } finally {
    await broker.stop();
  }
}

export async function fanOut(rounds: number): Promise<void> {
  for (const { title, window, publishes } of SCENARIOS) {
    const plain: number[] = [];
    const stage: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(await measure(PLAIN, window, publishes));
      stage.push(await measure(STAGE, window, publishes));
    }
    console.log(`fan-out to ${SUBSCRIBERS} subscribers, ${title}`);
    printFigure('plain loop', `${median(plain).toFixed(2)} µs of CPU a delivery`);
    printFigure('01-basic-pubsub', `${median(stage).toFixed(2)} µs of CPU a delivery`);
    printFigure('plain / stage', `${formatRatios(plain, stage)}\n`);
  }
}
