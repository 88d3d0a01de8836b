// The finale: all exercises at once, each in place of its stage's own code, run the last of those stages.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, grade } from '@workshop/checks';
import { afterAll, describe, expect, test } from 'vitest';
import { exercisedFiles, exerciseFolder, starterOf } from '../../src/exercises/exercise.ts';
import { type Stage, withExercise } from '../../src/stages.ts';
import { createWorkshop, finished } from '../workshop.ts';

const LIMIT_MS = 900_000;
const workshop = await createWorkshop();
afterAll(() => workshop.remove());

// Up to stage 06: on NATS, other parts stand in place of much that was written before.
const stages = withExercise(workshop.stages).filter(({ number }) => number < '07');
const last = stages.at(-1);
if (!last) throw new Error('no stage has an exercise');
const conditions = stages.map(({ number }) => `--conditions=exercise-${number}`);
const command: Command = [process.execPath, ...conditions, join(last.folder, 'src', 'main.ts')];
const judge = (only?: readonly string[]) => grade({ stage: Number(last.number), target: { command, folder: last.folder }, only });

/** Fills the exercise of a stage: solved, or as it is at first. */
function write(stage: Stage, textOf: (stage: Stage, file: string) => string): void {
  for (const file of exercisedFiles(stage)) writeFileSync(join(exerciseFolder(stage), `${file}.ts`), textOf(stage, file));
}

describe(`every exercise together, up to ${last.name}`, () => {
  test('solved, they pass each check of all suites', { timeout: LIMIT_MS }, async () => {
    for (const stage of stages) write(stage, finished);
    const { checks } = await judge();
    expect(checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, message, story }) => `${id}: ${story || message}`)).toEqual([]);
  });

  test.each(stages)('that of $name is among them: untouched, it is to do', { timeout: LIMIT_MS }, async (stage) => {
    for (const each of stages) write(each, each === stage ? starterOf : finished);
    const { checks } = await judge(stage.tasks[0]?.checks);
    expect(checks.map(({ verdict }) => verdict)).toEqual(checks.map(() => 'todo'));
    expect(checks.filter(({ message }) => !message.startsWith(`${Number(stage.number)}.`)).map(({ message }) => message)).toEqual([]);
  });
});
