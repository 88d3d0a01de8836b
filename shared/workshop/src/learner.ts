// The learner's small commands: `pnpm hint`, `pnpm reset` and `pnpm progress`.

import { relative } from 'node:path';
import { endCommandsOnSignals } from '@workshop/checks';
import { board, nextTask } from './board.ts';
import { resetExercise, seed } from './exercise.ts';
import { judgeExercise } from './judge.ts';
import { isDone, progressOf } from './progress.ts';
import { forget, readHints, readResults, writeHints } from './records.ts';
import { finishedFile, loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { oneWord, readArguments, takesNothing } from './usage.ts';
import { storyOf } from './verdicts.ts';

/** `pnpm hint <stage>`: the next hint for what fails now, or else is to do. */
export async function hint(args: readonly string[]): Promise<number> {
  const stage = await exerciseNamed('hint', args);
  endCommandsOnSignals();
  if (progressOf(stage).started && !progressOf(stage).graded) await judgeExercise(stage);
  console.log(hintFor(stage));
  return 0;
}

/** The text of the next hint, which counts as given. */
export function hintFor(stage: Stage): string {
  const progress = progressOf(stage);
  const next = nextTask(progress);
  const task = stage.tasks.find(({ number }) => number === next?.number);
  const results = readResults(stage)?.checks ?? [];
  const red = results.find(({ id, verdict }) => verdict !== 'pass' && verdict !== 'todo' && (task?.checks.includes(id) ?? true));
  const story = red ? `\n${storyOf(red)}` : '';
  if (isStuck(progress)) return `Nothing works yet, and no hint is needed for it:\n${story}`;
  if (!next || !task) {
    return isDone(progress) ? `Exercise ${stage.number} is done: nothing fails.` : `No task is left, and this is red:\n${story}`;
  }

  const given = readHints(stage);
  const index = Math.min(given[task.number] ?? 0, task.hints.length - 1);
  writeHints(stage, { ...given, [task.number]: index + 1 });
  return [
    `${next.number} ${next.title} ${next.state === 'wrong' ? 'is wrong' : 'is to do'}: ${next.place}`,
    ...(next.state === 'wrong' && story ? [story] : []),
    `Hint ${index + 1} of ${task.hints.length}: ${task.hints[index]}`,
    index + 1 < task.hints.length
      ? `pnpm hint ${stage.number} gives the next one.`
      : `There is no further one; ${relative(stage.root, finishedFile(stage, task.file)).replaceAll('\\', '/')} has it finished.`,
  ].join('\n');
}

/** All is red in one and the same way: it does not start. */
function isStuck({ started, checks }: ReturnType<typeof progressOf>): boolean {
  const [first] = checks;
  return started && first !== undefined && checks.every(({ verdict, message }) => verdict === 'fail' && message === first.message);
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

/** @throws {UsageError} unless the one argument names a stage that has an exercise */
async function exerciseNamed(command: string, args: readonly string[]): Promise<Stage> {
  const stages = withExercise(await loadStages());
  const usage = `type pnpm ${command} <stage>`;
  const stage = stageNamed(stages, oneWord(readArguments(args, {}, usage).positionals, 'stage', usage));
  seed(stages);
  return stage;
}
