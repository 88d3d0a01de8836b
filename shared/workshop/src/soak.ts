// `pnpm soak [stage…]`: repeats the suites and runs the storms, in a long form, and in a short one for CI.

import { endCommandsOnSignals, type Result, stormsOf } from '@workshop/checks';
import { judgeStage } from './verdicts/judge.ts';
import { count } from './progress/progress.ts';
import { repeat } from './repeat.ts';
import { loadStages, type Stage, stageNamed } from './stages.ts';
import { readArguments, UsageError } from './usage.ts';
import { lineOf, storiesOf } from './verdicts/verdicts.ts';

const USAGE = 'type pnpm soak [stage…] [--short] [--runs N]';
/** In ms. In a storm, a request may have to wait behind many earlier ones. */
const STORM_PATIENCE_MS = 30_000;
const RUNS = { short: 3, long: 50 } as const;

/**
 * Runs the suites again and again, in which each storm has a short form; then, unless `--short` is given, the long storms.
 * Exit codes: 0 every run had the same verdicts, and all of them were good; 1 otherwise.
 */
export async function soak(args: readonly string[]): Promise<number> {
  const { values, positionals: words } = readArguments(args, { runs: { type: 'string' }, short: { type: 'boolean' } }, USAGE);
  const stages = await loadStages();
  const chosen = words.length > 0 ? words.map((word) => stageNamed(stages, word)) : stages;
  const runs = readRuns(values.runs) ?? RUNS[values.short ? 'short' : 'long'];
  endCommandsOnSignals();

  let failed = 0;
  for (const stage of chosen) {
    if (!(await repeat(stage, runs))) failed += 1;
    if (!values.short && !(await storm(stage))) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

/** Resolves to whether the stage withstands all of its storms: SIGKILL after SIGKILL, thousands of messages, crowds that log in at once. */
async function storm(stage: Stage): Promise<boolean> {
  const only = stormsOf(Number(stage.number)).map(({ check }) => check.id);
  if (only.length === 0) return true;
  const onResult = (result: Result) => console.log(lineOf(result));
  const { checks, seed } = await judgeStage(stage, { only, patience: STORM_PATIENCE_MS, onResult });
  for (const story of storiesOf(checks)) console.log(story);
  console.log(`${stage.name}, storms: ${count(checks)} (seed ${seed})\n`);
  return checks.every(({ verdict }) => verdict === 'pass');
}

function readRuns(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d*$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--runs ${text} is not a number of runs: give a whole number from 1 on`);
}
