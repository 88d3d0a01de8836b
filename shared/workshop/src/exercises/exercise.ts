// A stage's exercise on disk. It is made if it is missing, and only `attempts.ts` overwrites it, after keeping what was there.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Command, nodeCommand } from '@workshop/checks';
import { readStarter, writeStarter } from '../progress/records.ts';
import { lineOf, linesOutside, withoutBodies } from './regions.ts';
import { conditionOf, finishedFile, type Stage, withExercise } from '../stages.ts';
import type { Task } from '../tasks.ts';
import { makeTutor, TUTOR } from './tutor.ts';

/** The folder that belongs to the learner. */
export const exerciseFolder = (stage: Stage): string => join(stage.folder, 'exercise');

/** The names of a stage's exercised files: `pubsub` is `exercise/pubsub.ts`. */
export function exercisedFiles(stage: Stage): string[] {
  return [...new Set(stage.tasks.map(({ file }) => file))];
}

/** What a file of the exercise is before anyone writes in it. */
export function starterOf(stage: Stage, file: string): string {
  return withoutBodies(
    readFileSync(finishedFile(stage, file), 'utf8'),
    stage.tasks.filter((task) => task.file === file),
  );
}

/** The learner's file as it is; `undefined` if there is none. Line ends are `\n`, whatever the editor writes. */
export function readExercise(stage: Stage, file: string): string | undefined {
  try {
    return readFileSync(pathOf(stage, file), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // some editors save by deleting first
    throw error;
  }
}

/**
 * Creates missing files of the exercises, and replaces those that are still, to the letter, an older starter. All others are somebody's
 * work, and stay.
 */
export function makeExercises(stages: readonly Stage[]): void {
  for (const stage of withExercise(stages)) {
    mkdirSync(exerciseFolder(stage), { recursive: true });
    for (const file of exercisedFiles(stage)) {
      const text = readExercise(stage, file);
      if (text !== undefined && text !== readStarter(stage, file)) continue;
      const starter = starterOf(stage, file);
      if (text === starter) continue;
      writeExercise(stage, file, starter);
    }
    const settings = join(exerciseFolder(stage), 'tsconfig.json');
    if (!existsSync(settings)) writeFileSync(settings, editorSettings(stage));
    makeTutor(stage, exerciseFolder(stage));
  }
}

/** Writes a file of the exercise, whatever is there. If the text is the starter, an update may replace it later. */
export function writeExercise(stage: Stage, file: string, text: string): void {
  writeFileSync(pathOf(stage, file), text);
  if (text === starterOf(stage, file)) writeStarter(stage, file, text);
}

/**
 * For editors, which look for the nearest tsconfig.json: `#pubsub` is the exercise's own, and names that an unwritten region does not
 * use yet are no errors.
 */
function editorSettings(stage: Stage): string {
  const compilerOptions = {
    types: ['node'],
    customConditions: [conditionOf(stage)],
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  return `${JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] }, undefined, 2)}\n`;
}

/** Whether the learner has begun: some file is neither today's starter nor the one that was put there, perhaps by an earlier version. */
export function isStarted(stage: Stage): boolean {
  return exercisedFiles(stage).some((file) => isChanged(stage, file));
}

/** Whether somebody has written in a file. */
export function isChanged(stage: Stage, file: string): boolean {
  const text = readExercise(stage, file);
  return text !== undefined && text !== starterOf(stage, file) && text !== readStarter(stage, file);
}

/** Where an exercise was changed outside the regions of its tasks: the first such place in each file. */
export function changesOutside(stage: Stage): string[] {
  return exercisedFiles(stage).flatMap((file) => {
    const tasks = stage.tasks.filter((task) => task.file === file);
    const given = linesOutside(starterOf(stage, file), tasks);
    const found = linesOutside(readExercise(stage, file) ?? '', tasks);
    const at = found.findIndex(({ text }, index) => text !== given[index]?.text);
    const changed = at < 0 && found.length < given.length ? found.at(-1) : found[at];
    return changed ? [`${relative(stage.root, pathOf(stage, file)).replaceAll('\\', '/')}:${changed.number}`] : [];
  });
}

/** A fingerprint that changes with every change of the exercise: verdicts hold for one fingerprint. */
export function fingerprintOf(stage: Stage): string {
  return fingerprintOfFiles(exerciseFolder(stage), filesIn(exerciseFolder(stage)));
}

/** The fingerprint of some files in a folder, named by their paths from there. */
export function fingerprintOfFiles(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    try {
      hash.update(`${file}\0${readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')}\0`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // some editors save by deleting first
    }
  }
  return hash.digest('hex');
}

/** All files of a learner's folder, since any may be imported, except kept attempts and the file that agents read. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/^\.|~$/.test(entry.name)) // an editor's own files don't count
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => file !== TUTOR && !/^kept-|(?:^|[\\/])node_modules[\\/]/.test(file))
    .toSorted();
}

/** Where a task is to be written, for a person or an editor to open: `steps/01-basic-pubsub/exercise/pubsub.ts:22`. */
export function placeOf(stage: Stage, task: Task): string {
  const path = relative(stage.root, pathOf(stage, task.file)).replaceAll('\\', '/');
  return `${path}:${lineOf(readExercise(stage, task.file) ?? '', task)}`;
}

/**
 * The command that runs the stage with its exercise in place of its own code.
 * @param below the earlier stages whose exercises also replace the finished code
 */
export function exerciseCommand(stage: Stage, below: readonly Stage[] = []): Command {
  const conditions = [...below, stage].map(conditionOf);
  return nodeCommand(...conditions.map((condition) => `--conditions=${condition}`), join(stage.folder, 'src', 'main.ts'));
}

/** The command that runs the finished stage. */
export function stageCommand(stage: Stage): Command {
  return nodeCommand(join(stage.folder, 'src', 'main.ts'));
}

/** Where a file of the exercise is. */
export function pathOf(stage: Stage, file: string): string {
  return join(exerciseFolder(stage), `${file}.ts`);
}
