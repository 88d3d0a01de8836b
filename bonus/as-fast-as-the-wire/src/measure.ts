// Measures for `pnpm wire`: judges the exercise beside the plain loop, by turns. `--profile` says where the exercise's CPU goes, and
// `--save` measures all outputs of this chapter for its page.

import { readdirSync } from 'node:fs';
import { argv } from 'node:process';
import type { Output as Finished } from '01-basic-pubsub/output';
import { FAN_OUT } from 'bench/fan-out';
import { figureOf, occasion, writeResults } from 'bench/occasion';
import { Contender } from './contender.ts';
import { keepsLastWords } from './last-words.ts';
import { PARTS, type Part, type Shares } from './profile/parts.ts';
import { readRecord, writeRecord } from './record.ts';
import type { WireResults } from './results.ts';
import { STEPS } from './steps.ts';
import { judge, tell } from './verdict.ts';

const ROUNDS = 15;
/** While the rounds contradict one another, there are more of them, up to this many. */
const MAX_ROUNDS = 31;
const PLAIN = 1;
const EXERCISE: string = '../exercise/output.ts';

const orders = new Map([
  [undefined, judgeExercise],
  ['--profile', profileExercise],
  ['--save', saveAll],
]);
const order = orders.get(argv[2]);
if (!order) throw new Error(`${argv[2]} is not known: give --profile, --save or nothing`);
try {
  await order();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function judgeExercise(): Promise<void> {
  const { Output } = (await import(EXERCISE)) as { Output: typeof Finished };
  if (!(await keepsLastWords(Output)))
    throw new Error('A session that is closed loses what it was sent in the same turn: let `close` write what waits, and then close.');
  await withContenders([PLAIN, undefined], async (contenders) => {
    const ratios: number[] = [];
    while (ratios.length < ROUNDS || (ratios.length < MAX_ROUNDS && judge(ratios).isClose)) {
      const [plain = Number.NaN, yours = Number.NaN] = await byTurns(contenders);
      ratios.push(plain / yours);
      console.log(`round ${ratios.length}: ${plain.toFixed(2)} µs of CPU a delivery in the plain loop, ${yours.toFixed(2)} µs in yours`);
    }
    console.log(`\n${tell(ratios)}`);
    const { reached } = judge(ratios);
    writeRecord({ ...readRecord(), reached });
    process.exitCode = reached === STEPS.length ? 0 : 1;
  });
}

/** What a delivery costs each, in µs. They take turns there and back, so what grows meanwhile, such as another program's load, hits all alike. */
async function byTurns(contenders: readonly Contender[]): Promise<number[]> {
  const there: number[] = [];
  const back: number[] = [];
  for (const contender of contenders) there.push(await contender.round());
  for (const contender of contenders.toReversed()) back.unshift(await contender.round());
  return there.map((cost, at) => (cost + (back[at] ?? Number.NaN)) / 2);
}

async function profileExercise(): Promise<void> {
  await withContenders([undefined], async ([exercise]) => {
    if (!exercise) return;
    const cost = await exercise.round();
    console.log(`Where the ${cost.toFixed(2)} µs of a delivery go:\n${tableOf(await exercise.shares(), cost)}`);
  });
}

function tableOf(shares: Shares, cost: number): string {
  const parts = (Object.keys(PARTS) as Part[]).toSorted((a, b) => shares[b] - shares[a]);
  return parts
    .map((part) => `  ${Math.round(100 * shares[part])} %`.padStart(6) + `  ${(cost * shares[part]).toFixed(2)} µs  ${PARTS[part]}`)
    .join('\n');
}

async function saveAll(): Promise<void> {
  const numbers = readdirSync(new URL('./outputs/', import.meta.url)).map((file) => Number.parseInt(file));
  await withContenders(
    numbers.toSorted((a, b) => a - b),
    async (contenders) => {
      const costs = contenders.map((): number[] => []);
      for (let round = 1; round <= ROUNDS; round++) {
        for (const [at, cost] of (await byTurns(contenders)).entries()) costs[at]?.push(cost);
        console.log(`round ${round} of ${ROUNDS}: ${costs.map((cost) => cost.at(-1)?.toFixed(2)).join(', ')} µs`);
      }
      const outputs = [];
      for (const [at, contender] of contenders.entries()) {
        const cost = costs[at] ?? [];
        const ratio = figureOf(cost.map((micros, round) => (costs[0]?.[round] ?? Number.NaN) / micros));
        outputs.push({ cost: figureOf(cost), ratio, shares: await contender.shares() });
      }
      const results: WireResults = { ...occasion(ROUNDS), ...FAN_OUT, outputs };
      writeResults(new URL('../results.json', import.meta.url), results);
    },
  );
}

/** Starts outputs for some work, and ends them whatever comes of that. */
async function withContenders(
  outputs: readonly (number | undefined)[],
  work: (contenders: readonly Contender[]) => Promise<void>,
): Promise<void> {
  const contenders: Contender[] = [];
  try {
    for (const output of outputs) contenders.push(await Contender.start(output));
    await work(contenders);
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}
