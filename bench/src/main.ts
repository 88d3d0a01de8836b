// `pnpm bench`: stage 01 beside a plain loop of `send`, by turns, as CPU of the broker for each message delivered.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { MeasuredBroker } from './broker.ts';
import { publishTo } from './load.ts';

const SUBSCRIBERS = 100;
const SCENARIOS = [
  { title: '32 publishes in flight', window: 32, publishes: 20_000 },
  { title: 'waiting for each', window: 1, publishes: 3_000 },
];
const PLAIN = new URL('./plain-loop.ts', import.meta.url);
const STAGE = new URL('./main.ts', import.meta.resolve('01-basic-pubsub'));

/** µs of the broker's CPU for each message delivered, in one fresh process. */
async function measure(main: URL, window: number, publishes: number): Promise<number> {
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function readRounds(): number | undefined {
  try {
    const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
    const rounds = Number(values.rounds);
    if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds;
    console.error(`--rounds ${values.rounds} is wrong: give a whole number from 1 to 100`);
  } catch (error) {
    console.error(`${(error as Error).message.split('\n')[0]} bench knows --rounds N`);
  }
  return undefined;
}

const rounds = readRounds();
if (rounds === undefined) {
  process.exitCode = 2;
} else {
  console.log(
    `${SUBSCRIBERS} subscribers, ${rounds} rounds by turns, medians; Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}\n`,
  );
  for (const { title, window, publishes } of SCENARIOS) {
    const plain: number[] = [];
    const stage: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(await measure(PLAIN, window, publishes));
      stage.push(await measure(STAGE, window, publishes));
    }
    const ratios = plain.map((cost, round) => cost / (stage[round] ?? Number.NaN));
    console.log(title);
    console.log(`  plain loop       ${median(plain).toFixed(2)} µs of CPU a delivery`);
    console.log(`  01-basic-pubsub  ${median(stage).toFixed(2)} µs of CPU a delivery`);
    console.log(
      `  plain / stage    ${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})\n`,
    );
  }
}
