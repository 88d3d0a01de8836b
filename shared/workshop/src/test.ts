// `pnpm test [stage…]`: the verdicts on the finished stages and on the exercises that have been started.

import { endCommandsOnSignals, type Report, type Result, suites } from '@workshop/checks';
import { board } from './board.ts';
import { isStarted, seed } from './exercise.ts';
import { checksNamed, exitCodeOf, readSeed } from './grade.ts';
import { type Judging, judgeExercise, judgeStage } from './judge.ts';
import { count } from './progress.ts';
import { loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { vitest } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';
import { bold, isRed, lineOf, storiesOf } from './verdicts.ts';

const USAGE = 'type pnpm test, or pnpm test <stage> [--seed N] [--only CHECK|GROUP]…';

/** Exit codes: 0 nothing fails, to do or not; 1 something fails; 3 the grader itself broke. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { seed: { type: 'string' }, only: { type: 'string', multiple: true } }, USAGE);
  const stages = await loadStages();
  const chosen = positionals.map((word) => stageNamed(stages, word));
  const [stage, another] = chosen;
  const isLimited = values.seed !== undefined || values.only !== undefined;
  if (isLimited && (!stage || another)) throw new UsageError(`--seed and --only need one stage: ${USAGE}`);
  const judging = { seed: readSeed(values.seed), only: stage && values.only && checksNamed(stage.number, values.only) };
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
