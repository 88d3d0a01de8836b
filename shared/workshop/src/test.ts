// `pnpm test [stage…]`: the verdicts on the finished stages and on the exercises that have been started.

import { endCommandsOnSignals, type Report, type Result } from '@workshop/checks';
import { board } from './progress/board.ts';
import { isStarted, makeExercises } from './exercises/exercise.ts';
import { writeFailurePage } from './verdicts/failure-page.ts';
import { checksNamed, exitCodeOf, readSeed } from './grade.ts';
import { type Judging, judgeExercise, judgeStage } from './verdicts/judge.ts';
import { originLines } from './exercises/origins.ts';
import { count, countTasks, onOwnStages, progressOf } from './progress/progress.ts';
import { isScratchThere, judgeScratch, judgeScratchAt, SCRATCH_FILE, scratchLine } from './scratch/scratch.ts';
import { loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { judgeTasks, judgeTypes } from './task-checks/judge-tasks.ts';
import { ROOT, vitest } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';
import { bold, codeStory, label, lineOf, plainestFirst, storiesOf, taskLine, taskStory } from './verdicts/verdicts.ts';
import { isRed } from './verdicts/red.ts';

const USAGE = 'type pnpm test, or pnpm test <stage> [--seed N] [--only CHECK|GROUP]…';

/** Exit codes: 0 nothing fails, even if something is to do; 1 something fails; 3 the grader itself broke. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { seed: { type: 'string' }, only: { type: 'string', multiple: true } }, USAGE);
  const stages = await loadStages();
  const chosen = positionals.map((word) => stageNamed(stages, word));
  const [stage, another] = chosen;
  const isLimited = values.seed !== undefined || values.only !== undefined;
  if (isLimited && (!stage || another)) throw new UsageError(`--seed and --only need one stage: ${USAGE}`);
  const judging = { seed: readSeed(values.seed), only: stage && values.only && checksNamed(stage.number, values.only) };
  endCommandsOnSignals();
  makeExercises(stages);

  const codes = chosen.length > 0 ? await inDetail(chosen, judging) : await all(stages);
  console.log(`\n${board(stages, chosen)}`);
  return Math.max(...codes);
}

async function all(stages: readonly Stage[]): Promise<number[]> {
  const codes = [await vitest('stages', '--maxWorkers=2')];
  for (const stage of withExercise(stages).filter(isStarted)) {
    const report = await judgeTasks(stage);
    if (report && !report.broken) codes.push(codeOf(await judgeExercise(stage)));
    const progress = progressOf(stage);
    const { tasks, checks, broken } = progress;
    const isWrong =
      broken !== undefined || tasks.some(({ state }) => state === 'wrong') || checks.some(({ verdict }) => verdict === 'fail');
    const summary = broken ? `cannot be run: ${broken.message}` : `${countTasks(progress)}; ${count(checks)}${onOwnStages(progress)}`;
    console.log(`exercise ${stage.name}: ${summary}${isWrong ? `; pnpm test ${stage.number} tells each story` : ''}`);
    codes.push(isWrong ? 1 : 0);
  }
  if (isScratchThere(ROOT)) {
    codes.push(exitCodeOf(await judgeScratch(ROOT)));
    console.log(scratchLine(ROOT));
  }
  return codes;
}

async function inDetail(stages: readonly Stage[], judging: Judging): Promise<number[]> {
  const codes: number[] = [];
  for (const stage of stages) {
    if (isStarted(stage)) codes.push(await exerciseInDetail(stage, judging));
    if (isScratchThere(ROOT)) codes.push(await scratchInDetail(stage, judging));
    const report = await judgeStage(stage, judging);
    console.log(`the finished stage ${stage.name}: ${count(report.checks)}`);
    for (const story of storiesOf(report.checks, stage.name)) console.log(story);
    codes.push(exitCodeOf(report));
  }
  return codes;
}

/** Judges the tasks by their own checks, tells what the compiler says, and then runs the checks with a broker, if it can start. */
async function exerciseInDetail(stage: Stage, judging: Judging): Promise<number> {
  console.log(bold(`your exercise ${stage.name}`));
  await judgeTasks(stage);
  const { broken, tasks } = progressOf(stage);
  if (broken) {
    console.log(`${label('fail')}  ${codeStory(broken)}`);
    writeFailurePage(stage.root, stage.number, '', []); // earlier failures say nothing about this one
    return 1;
  }
  for (const task of tasks) console.log(taskLine(task));
  const wrong = tasks.filter(({ state }) => state === 'wrong');
  for (const story of ['', ...wrong.map(taskStory)]) console.log(story);
  for (const error of await judgeTypes(stage)) console.log(`TypeScript: ${codeStory(error)}`);
  const report = await judgeExercise(stage, { ...judging, onResult: tell });
  for (const story of ['', ...storiesOf(report.checks, stage.name)]) console.log(story);
  for (const origin of originLines(report.checks)) console.log(origin);
  const page = writeFailurePage(stage.root, stage.number, `Exercise ${stage.name}`, plainestFirst(report.checks, stage.name));
  if (page !== undefined) console.log(`Drawn, step by step: ${page}\n`);
  const progress = progressOf(stage);
  console.log(
    `your exercise ${stage.name}: ${countTasks(progress)}; ${count(report.checks)}${onOwnStages(progress)} (seed ${report.seed})`,
  );
  return Math.max(codeOf(report), wrong.length > 0 ? 1 : 0);
}

async function scratchInDetail({ number, name }: Stage, judging: Judging): Promise<number> {
  console.log(bold(`your broker, ${SCRATCH_FILE}, by the checks of ${name}`));
  const report = await judgeScratchAt(ROOT, Number(number), { ...judging, onResult: tell });
  for (const story of ['', ...storiesOf(report.checks, name)]) console.log(story);
  const page = writeFailurePage(ROOT, 'mine', SCRATCH_FILE, plainestFirst(report.checks, name));
  if (page !== undefined) console.log(`Drawn, step by step: ${page}\n`);
  console.log(`your broker, ${SCRATCH_FILE}: ${count(report.checks)} (seed ${report.seed})`);
  return exitCodeOf(report);
}

function tell(result: Result): void {
  if (result.verdict !== 'untried') console.log(lineOf(result));
}

/** Unlike in `grade`, what is to do does not count as failed. */
function codeOf(report: Report): number {
  return report.checks.some(isRed) ? exitCodeOf(report) : 0;
}
