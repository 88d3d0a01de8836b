// `pnpm reset` and `pnpm solve` replace a learner's files, or one task in them. The old files are kept, and can be brought back.

import { relative } from 'node:path';
import { type Attempt, attempted, attemptsAt, fresh, replaceFiles, solved, type Texts, withTask } from './exercises/attempts.ts';
import { placeOf, makeExercises } from './exercises/exercise.ts';
import { forget, readHints, writeHints } from './progress/records.ts';
import { loadStages, type Stage, stageNamed, taskNamed, withExercise } from './stages.ts';
import type { Task } from './tasks.ts';
import { readArguments, UsageError } from './usage.ts';

const RESET = 'type pnpm reset <stage> [task] [--as NAME], pnpm reset <stage> --to NAME, or pnpm reset --all [--as NAME]';
const SOLVE = 'type pnpm solve <stage> [task]';

/** `pnpm reset`: gives a fresh exercise, a fresh task, or the exercise as it was in a kept attempt. */
export async function reset(args: readonly string[]): Promise<number> {
  const options = { all: { type: 'boolean' }, as: { type: 'string' }, to: { type: 'string' } } as const;
  const { values, positionals } = readArguments(args, options, RESET);
  const stages = withExercise(await loadStages());
  if (values.all && (positionals.length > 0 || values.to !== undefined)) throw new UsageError(`--all stands alone: ${RESET}`);
  const { stage, task } = values.all ? {} : stageAndTask(stages, positionals, RESET);
  if (task && values.to !== undefined) throw new UsageError(`--to brings back a whole exercise, and takes no task: ${RESET}`);
  const chosen = stage ? [stage] : stages;
  requireNewName(chosen, values.as);
  const attempt = stage && values.to !== undefined ? attemptNamed(stage, values.to) : undefined;
  makeExercises(stages);
  if (stage && attempt) bringBack(stage, attempt, values.as);
  else if (stage && task) resetTask(stage, task, values.as);
  else {
    const told = chosen.flatMap((each) => resetStage(each, values.as) ?? []);
    const which = stage ? `Exercise ${stage.number} is` : 'All exercises are';
    console.log(told.join('\n') || `${which} unchanged: there is nothing to reset.`);
  }
  return 0;
}

/** `pnpm solve`: writes an exercise, or one task of it, as the finished stage has it. */
export async function solve(args: readonly string[]): Promise<number> {
  const stages = withExercise(await loadStages());
  const { stage, task } = stageAndTask(stages, readArguments(args, {}, SOLVE).positionals, SOLVE);
  makeExercises(stages);
  const texts = task ? textsWithTask(stage, task, solved(stage), `pnpm solve ${stage.number}`) : solved(stage);
  const { isChanged, kept } = replaceFiles(stage, texts);
  const what = task ? `${task.number} ${task.title}` : `Exercise ${stage.number}`;
  const where = task ? `: ${placeOf(stage, task)}` : '';
  if (isChanged) console.log(`${what} is now as in the finished stage${where}.${whereKept(stage, kept)}`);
  else console.log(`${what} is already as in the finished stage${where}.`);
  return 0;
}

/** @returns what was done, if anything */
function resetStage(stage: Stage, name: string | undefined): string | undefined {
  const { isChanged, kept } = replaceFiles(stage, fresh(stage), name);
  forget(stage);
  return isChanged ? `Exercise ${stage.number} is fresh again.${whereKept(stage, kept)}` : undefined;
}

function resetTask(stage: Stage, task: Task, name: string | undefined): void {
  const { isChanged, kept } = replaceFiles(stage, textsWithTask(stage, task, fresh(stage), `pnpm reset ${stage.number}`), name);
  const { [task.number]: _given, ...hints } = readHints(stage);
  writeHints(stage, hints);
  if (isChanged) console.log(`${task.number} ${task.title} is to do again: ${placeOf(stage, task)}.${whereKept(stage, kept)}`);
  else console.log(`${task.number} ${task.title} is to do: there is nothing to reset.`);
}

function bringBack(stage: Stage, attempt: Attempt, name: string | undefined): void {
  const { isChanged, kept } = replaceFiles(stage, attempted(stage, attempt), name);
  if (isChanged) console.log(`Exercise ${stage.number} is as it was in ${attempt.name}.${whereKept(stage, kept)}`);
  else console.log(`Exercise ${stage.number} is already as in ${attempt.name}.`);
}

/** @param whole the command that does the same to the whole exercise */
function textsWithTask(stage: Stage, task: Task, texts: Texts, whole: string): Texts {
  const replaced = withTask(stage, task, texts);
  if (replaced) return replaced;
  const file = placeOf(stage, task).replace(/:\d+$/, '');
  throw new UsageError(
    `${file} has no lines // #region ${task.region} and // #endregion ${task.region} around task ${task.number}: put them back, or type ${whole}`,
  );
}

function whereKept({ root, number }: Stage, kept: Attempt | undefined): string {
  if (!kept) return '';
  const folder = relative(root, kept.folder).replaceAll('\\', '/');
  return `\nWhat was there is kept in ${folder}; pnpm reset ${number} --to ${kept.name} brings it back.`;
}

/** @throws {UsageError} unless the words name a stage, or a stage and one of its tasks */
function stageAndTask(stages: readonly Stage[], words: readonly string[], usage: string): { stage: Stage; task: Task | undefined } {
  const [name, number, excess] = words;
  if (name === undefined) throw new UsageError(`no stage is named: ${usage}`);
  if (excess !== undefined) throw new UsageError(`${excess} is one word too many: ${usage}`);
  const stage = stageNamed(stages, name);
  return { stage, task: number === undefined ? undefined : taskNamed(stage, number) };
}

/** @throws {UsageError} when a folder cannot have that name, or an attempt is kept by that name already */
function requireNewName(stages: readonly Stage[], name: string | undefined): void {
  if (name === undefined) return;
  if (!/^[\p{L}\p{N}_-]+$/u.test(name)) throw new UsageError(`--as ${name} is not a name: give letters, digits, - and _`);
  const stage = stages.find((each) => attemptsAt(each).some((attempt) => attempt.name.toLowerCase() === name.toLowerCase())); // one folder, on some systems
  if (stage) throw new UsageError(`An attempt at ${stage.number} is kept as ${name} already: give another name`);
}

/** @throws {UsageError} when no attempt is kept by that name */
function attemptNamed(stage: Stage, name: string): Attempt {
  const attempts = attemptsAt(stage);
  const attempt = attempts.find((each) => each.name === name);
  if (attempt) return attempt;
  const names = attempts.map((each) => each.name).join(', ');
  throw new UsageError(`No attempt at ${stage.number} is kept as ${name}: ${names ? `give ${names}` : 'none is kept'}`);
}
