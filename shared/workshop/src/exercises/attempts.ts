// The kept attempts at an exercise, each in a folder `kept-…`: a learner's files are replaced only after they have been copied there.

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

/** The new text of each file, by the file's name. */
export type Texts = ReadonlyMap<string, string>;

/** The attempts at a stage, oldest first. */
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
 * @param name for the attempt that is kept; no attempt has that name yet. Without it, the attempt is named after the time
 * @returns whether anything changed; and the attempt that keeps the old files, if anybody had written in them
 */
export function replaceFiles(stage: Stage, texts: Texts, name?: string, now = new Date()): { isChanged: boolean; kept?: Attempt } {
  writeFailurePage(stage.root, stage.number, '', []); // the page is about the old files
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
  const textOf = (file: string) => readFile(join(folder, `${file}.ts`)) ?? starterOf(stage, file); // untouched, so it was not kept
  return new Map(exercisedFiles(stage).map((file) => [file, textOf(file)]));
}

/**
 * The learner's file, with one task as in these texts.
 * @returns `undefined` if the task's region has lost its markers
 */
export function withTask(stage: Stage, task: Task, texts: Texts): Texts | undefined {
  const { file, region } = task;
  const tasks = stage.tasks.filter((each) => each.file === file);
  const text = withRegionFrom(texts.get(file) ?? '', readExercise(stage, file) ?? '', region, tasks);
  return text === undefined ? undefined : new Map([[file, text]]);
}

/** Copies every changed file, so that an attempt is whole. The same files are not kept twice, unless the attempt is to have a name. */
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

/** Makes a folder of this name, with a number added if it is taken: a kept attempt is never overwritten. */
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
