// `pnpm test [stage…]`: the verdicts on the finished stages and on the exercises that have been started.

import { endCommandsOnSignals, type Report, type Result, suites } from '@workshop/checks';
import { board } from './board.ts';
import { isStarted, seed } from './exercise.ts';
import { exitCodeOf, readSeed, requireCheck } from './grade.ts';
import { type Judging, judgeExercise, judgeStage } from './judge.ts';
import { count } from './progress.ts';
import { loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { vitest } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';
import { bold, isRed, lineOf, storiesOf } from './verdicts.ts';

const USAGE = 'type pnpm test, or pnpm test <stage> [--seed N] [--only CHECK]';

/** Exit codes: 0 nothing fails, to do or not; 1 something fails; 3 the grader itself broke. */
export async function test(args: readonly string[]): Promise<number> {
  const { words, options } = readArguments(args, ['seed', 'only'], [], USAGE);
  const stages = await loadStages();
  const chosen = words.map((word) => stageNamed(stages, word));
  const only = options.get('only');
  if (options.size > 0 && chosen.length !== 1) throw new UsageError(`--seed and --only need one stage: ${USAGE}`);
  if (only !== undefined) for (const { number } of chosen) requireCheck(number, only);
  const judging = { seed: readSeed(options.get('seed')), only: only === undefined ? undefined : [only] };
  endCommandsOnSignals();
  seed(stages);

  const codes = chosen.length > 0 ? await inDetail(chosen, judging) : await all(stages);
  console.log(`\n${board(stages)}`);
  return Math.max(...codes);
}

async function all(stages: readonly Stage[]): Promise<number[]> {
  const codes = [await vitest('stages')];
  for (const stage of withExercise(stages).filter(isStarted)) {
    const report = await judgeExercise(stage);
    console.log(
      `exercise ${stage.name}: ${count(report.checks)}${report.checks.some(isRed) ? `; pnpm test ${stage.number} tells each story` : ''}`,
    );
    codes.push(codeOf(report));
  }
  return codes;
}

async function inDetail(stages: readonly Stage[], judging: Judging): Promise<number[]> {
  const codes: number[] = [];
  for (const stage of stages) {
    if (isStarted(stage)) {
      console.log(bold(`your exercise ${stage.name}`));
      const report = await judgeExercise(stage, { ...judging, onResult: (result) => console.log(lineOf(result)) });
      for (const story of ['', ...storiesOf(ownFirst(stage, report.checks))]) console.log(story);
      console.log(`your exercise ${stage.name}: ${count(report.checks)} (seed ${report.seed})`);
      codes.push(codeOf(report));
    }
    const report = await judgeStage(stage, judging);
    console.log(`the finished stage ${stage.name}: ${count(report.checks)}`);
    for (const story of storiesOf(report.checks)) console.log(story);
    codes.push(exitCodeOf(report));
  }
  return codes;
}

/** What the stage's own checks tell is nearest to what its exercise is about. */
function ownFirst({ name }: Stage, checks: readonly Result[]): Result[] {
  const own = new Set(suites.find(({ stage }) => stage === name)?.checks.map(({ id }) => id));
  return [...checks.filter(({ id }) => own.has(id)), ...checks.filter(({ id }) => !own.has(id))];
}

/** Unlike for `grade`, what is to do does not fail. */
function codeOf(report: Report): number {
  return report.checks.some(isRed) ? exitCodeOf(report) : 0;
}
