// The attempts at an exercise that are kept, each in a folder `kept-…` of it: nothing takes the place of a learner's files before they are there.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exercisedFiles, exerciseFolder, isChanged, pathOf, readExercise, starterOf, writeExercise } from './exercise.ts';
import { writeFailurePage } from '../verdicts/failure-page.ts';
import { withRegionFrom } from './regions.ts';
import { finishedFile, type Stage } from '../stages.ts';
import type { Task } from '../tasks.ts';

const PREFIX = 'kept-';

export interface Attempt {
  readonly name: string;
  readonly folder: string;
}

/** The text of each file that is to be replaced. */
export type Texts = ReadonlyMap<string, string>;

/** Of a stage, the oldest first. */
export function attemptsAt(stage: Stage): Attempt[] {
  const folder = exerciseFolder(stage);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
    .map(({ name }) => ({ name: name.slice(PREFIX.length), folder: join(folder, name) }))
    .toSorted((one, other) => statSync(one.folder).mtimeMs - statSync(other.folder).mtimeMs);
}

/**
 * Writes files of an exercise, and keeps what was there before.
 * @param name of the attempt that is kept: nothing was kept by that name before. Without it, the time is its name
 * @returns whether anything was another; and the attempt in which what was there is kept, if anybody had written something
 */
export function replaceFiles(stage: Stage, texts: Texts, name?: string, now = new Date()): { isChanged: boolean; kept?: Attempt } {
  writeFailurePage(stage.root, stage.number, '', []); // it tells of what was there
  const changed = [...texts].filter(([file, text]) => readExercise(stage, file) !== text);
  if (changed.length === 0) return { isChanged: false };
  const kept = keep(stage, name, now);
  for (const [file, text] of changed) writeExercise(stage, file, text);
  return { isChanged: true, ...(kept && { kept }) };
}

/** The exercise as it is before anybody writes in it. */
export function fresh(stage: Stage): Texts {
  return new Map(exercisedFiles(stage).map((file) => [file, starterOf(stage, file)]));
}

/** The exercise as the finished stage has it. */
export function solved(stage: Stage): Texts {
  return new Map(exercisedFiles(stage).map((file) => [file, readFileSync(finishedFile(stage, file), 'utf8')]));
}

/** The exercise as an attempt has it. */
export function attempted(stage: Stage, { folder }: Attempt): Texts {
  const textOf = (file: string) => readFile(join(folder, `${file}.ts`)) ?? starterOf(stage, file); // untouched, and so not kept
  return new Map(exercisedFiles(stage).map((file) => [file, textOf(file)]));
}

/**
 * The learner's file in which one task is as these texts have it.
 * @returns `undefined` where the task's region has lost its markers
 */
export function withTask(stage: Stage, task: Task, texts: Texts): Texts | undefined {
  const { file, region } = task;
  const tasks = stage.tasks.filter((each) => each.file === file);
  const text = withRegionFrom(texts.get(file) ?? '', readExercise(stage, file) ?? '', region, tasks);
  return text === undefined ? undefined : new Map([[file, text]]);
}

/** Copies all that was changed, so that an attempt is whole. What is kept already is not kept twice, unless it is to have a name. */
function keep(stage: Stage, name: string | undefined, now: Date): Attempt | undefined {
  const changed = exercisedFiles(stage).filter((file) => isChanged(stage, file));
  if (changed.length === 0) return undefined;
  const same = name === undefined && attemptsAt(stage).find((attempt) => isAsKept(stage, attempt));
  if (same) return same;
  const attempt = newAttempt(stage, name ?? now.toISOString().slice(0, 19).replaceAll(':', '')); // Windows allows no colon
  for (const file of changed) copyFileSync(pathOf(stage, file), join(attempt.folder, `${file}.ts`));
  return attempt;
}

function isAsKept(stage: Stage, attempt: Attempt): boolean {
  return [...attempted(stage, attempt)].every(([file, text]) => readExercise(stage, file) === text);
}

/** Of this name, or with a number behind it where that is taken: nothing that was kept is written over. */
function newAttempt(stage: Stage, wanted: string): Attempt {
  let name = wanted;
  const folder = () => join(exerciseFolder(stage), `${PREFIX}${name}`);
  for (let n = 2; existsSync(folder()); n += 1) name = `${wanted}-${n}`;
  mkdirSync(folder());
  return { name, folder: folder() };
}

function readFile(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}
