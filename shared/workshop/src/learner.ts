// The learner's small commands: `pnpm hint`, `pnpm reset`, `pnpm progress` and `pnpm scratch`.

import { relative } from 'node:path';
import { endCommandsOnSignals } from '@workshop/checks';
import { board } from './board.ts';
import { resetExercise, seed } from './exercise.ts';
import { hintFor } from './hint.ts';
import { judgeExercise } from './judge.ts';
import { progressOf } from './progress.ts';
import { forget } from './records.ts';
import { gradeCommand, makeScratch, SCRATCH_FILE, scratchLine } from './scratch.ts';
import { loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { judgeTasks } from './task-checks/judge-tasks.ts';
import { ROOT } from './tools.ts';
import { oneWord, readArguments, takesNothing } from './usage.ts';
import { isRed } from './verdicts.ts';

/** `pnpm hint <stage>`: the next hint for what fails now, or else is to do. */
export async function hint(args: readonly string[]): Promise<number> {
  const stage = await exerciseNamed('hint', args);
  endCommandsOnSignals();
  const report = await judgeTasks(stage);
  const isTold = report?.broken !== undefined || report?.tasks.some(isRed); // the checks of the whole broker know no better
  if (!isTold && progressOf(stage).started && !progressOf(stage).graded) await judgeExercise(stage);
  console.log(hintFor(stage, report));
  return 0;
}

/** `pnpm reset <stage>`: a fresh exercise. The old one is kept aside. */
export async function reset(args: readonly string[]): Promise<number> {
  const stage = await exerciseNamed('reset', args);
  const kept = resetExercise(stage);
  forget(stage);
  if (kept === undefined) console.log(`Exercise ${stage.number} is as it was at first: there is nothing to reset.`);
  else {
    const folder = relative(stage.root, kept);
    console.log(`Exercise ${stage.number} is fresh again. What you wrote is in ${folder}; to go on with it, move its files one folder up.`);
  }
  return 0;
}

/** `pnpm progress`: the board. */
export async function progress(args: readonly string[]): Promise<number> {
  takesNothing('progress', args);
  const stages = await loadStages();
  seed(stages);
  console.log(board(stages));
  return 0;
}

/** `pnpm scratch`: the first lines of a broker that is all the learner's own. One that is there stays as it is. */
export async function scratch(args: readonly string[]): Promise<number> {
  takesNothing('scratch', args);
  const isNew = makeScratch(ROOT);
  console.log(
    isNew ? `Made ${SCRATCH_FILE}: a broker in 20 lines, yours to change.` : `${SCRATCH_FILE} is there already, and stays as it is.`,
  );
  console.log(`  pnpm start judges it whenever you save it, stage after stage
  ${gradeCommand(1)} tells every failure's story
  pnpm exec node --watch ${SCRATCH_FILE} runs it
  each chapter has a box for you, "From scratch"; the first: docs/01-basic-pubsub.md`);
  if (!isNew) console.log(`\n${scratchLine(ROOT)}`);
  return 0;
}

/** @throws {UsageError} unless the one argument names a stage that has an exercise */
async function exerciseNamed(command: string, args: readonly string[]): Promise<Stage> {
  const stages = withExercise(await loadStages());
  const usage = `type pnpm ${command} <stage>`;
  const stage = stageNamed(stages, oneWord(readArguments(args, {}, usage).positionals, 'stage', usage));
  seed(stages);
  return stage;
}
