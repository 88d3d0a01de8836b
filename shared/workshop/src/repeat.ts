// Judges a finished stage again and again while every core is kept busy: a judge that can be trusted says the same each time.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Result } from '@workshop/checks';
import { judgeStage } from './verdicts/judge.ts';
import { count } from './progress/progress.ts';
import type { Stage } from './stages.ts';
import { storiesOf } from './verdicts/verdicts.ts';

/** Resolves to whether every check passed in every run. Prints those that did not, with the seed that repeats them. */
export async function repeat(stage: Stage, runs: number): Promise<boolean> {
  const results: Result[] = [];
  const release = keepCoresBusy();
  for (let run = 1; run <= runs; run += 1) {
    const began = performance.now();
    const { checks, seed } = await judgeStage(stage);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${stage.name}, run ${run} of ${runs}: ${count(checks)} (${seconds} s, seed ${seed})`);
    for (const story of storiesOf(checks)) console.log(story);
    results.push(...checks);
  }
  release();
  const unsteady = [...new Set(results.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id))];
  for (const id of unsteady) console.log(`  ${id}: ${count(results.filter((result) => result.id === id))}`);
  console.log(
    `${stage.name}: ${unsteady.length === 0 ? `${runs} runs, every time all pass` : `${unsteady.length} checks did not pass every time`}\n`,
  );
  return unsteady.length === 0;
}

/** Keeps one process spinning for each core; returns a function that ends them. */
function keepCoresBusy(): () => void {
  const spinners = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const release = () => {
    for (const spinner of spinners) spinner.kill();
    process.off('exit', release);
  };
  process.on('exit', release);
  return release;
}
