import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { exerciseFolder, fingerprintOf, isStarted, placeOf, readExercise, makeExercises, starterOf } from '../src/exercises/exercise.ts';
import { writeGiven } from '../src/progress/records.ts';
import { removeTutor } from '../src/exercises/tutor.ts';
import { createWorkshop, edit, finished, type Workshop } from './workshop.ts';

let workshop: Workshop | undefined;
beforeEach(async () => {
  workshop?.remove();
  workshop = await createWorkshop(['01-basic-pubsub']);
});
afterAll(() => workshop?.remove());

function stage01() {
  const stage = workshop?.stages[0];
  if (!stage) throw new Error('stage 01 is not there');
  return stage;
}

test('what is missing is made, and what is there is never written over', () => {
  const stage = stage01();
  edit(stage, 'pubsub', () => 'my own');
  const unharmed = join(exerciseFolder(stage), 'pubsub.ts');
  utimesSync(unharmed, 1, 1);
  rmSync(join(exerciseFolder(stage), 'output.ts'));
  makeExercises([stage]);
  expect(readFileSync(unharmed, 'utf8')).toBe('my own');
  expect(readExercise(stage, 'output')).toBe(starterOf(stage, 'output'));
});

test('an exercise is started when it differs from its starter by more than line ends', () => {
  const stage = stage01();
  expect(isStarted(stage)).toBe(false);
  edit(stage, 'pubsub', (text) => text.replaceAll('\n', '\r\n'));
  expect(isStarted(stage)).toBe(false);
  edit(stage, 'pubsub', (text) => text.replace("todo('1.2'", "todo( '1.2'"));
  expect(isStarted(stage)).toBe(true);
});

test('an update of the finished file renews an exercise that nobody has touched, and no other', () => {
  const stage = stage01();
  const update = (name: string) => {
    writeFileSync(join(stage.folder, 'src', 'pubsub.ts'), finished(stage, 'pubsub').replace(/Stage .*:/, `${name}:`));
  };
  update('Stage one');
  expect(isStarted(stage)).toBe(false);
  makeExercises([stage]);
  expect(readExercise(stage, 'pubsub')).toContain('// Stage one:');
  edit(stage, 'pubsub', (text) => `${text}// my own\n`);
  const mine = readExercise(stage, 'pubsub');
  update('Stage two');
  makeExercises([stage]);
  expect(isStarted(stage)).toBe(true);
  expect(readExercise(stage, 'pubsub')).toBe(mine);
});

test('a task has a file and a line to open', () => {
  const stage = stage01();
  const [task] = stage.tasks;
  if (!task) throw new Error('stage 01 has no task');
  expect(placeOf(stage, task)).toMatch(/^steps\/01-basic-pubsub\/exercise\/frames\.ts:\d+$/);
});

const agentsFile = () => join(exerciseFolder(stage01()), 'AGENTS.md');

test('an exercise has a file for coding agents, which names its own commands and changes no verdict', () => {
  const stage = stage01();
  const text = readFileSync(agentsFile(), 'utf8');
  expect(text).toContain('`pnpm hint 01`');
  expect(text).toContain('`steps/01-basic-pubsub/src/`');
  expect(text).not.toContain('{{');
  const fingerprint = fingerprintOf(stage);
  rmSync(agentsFile());
  expect(fingerprintOf(stage)).toBe(fingerprint);
});

test('who deletes the file for coding agents has seen the last of it, and who changes it keeps the changes', () => {
  const stage = stage01();
  writeFileSync(agentsFile(), 'my own');
  makeExercises([stage]);
  expect(readFileSync(agentsFile(), 'utf8')).toBe('my own');
  expect(removeTutor(stage, exerciseFolder(stage))).toBe(false);
  rmSync(agentsFile());
  makeExercises([stage]);
  expect(existsSync(agentsFile())).toBe(false);
});

test('an update renews the file for coding agents where it is as it was given, with any line ends; and it can be taken away', () => {
  const stage = stage01();
  const text = readFileSync(agentsFile(), 'utf8');
  writeGiven(stage, 'AGENTS.md', 'an earlier text\n');
  writeFileSync(agentsFile(), 'an earlier text\r\n');
  makeExercises([stage]);
  expect(readFileSync(agentsFile(), 'utf8')).toBe(text);
  expect(removeTutor(stage, exerciseFolder(stage))).toBe(true);
  makeExercises([stage]);
  expect(existsSync(agentsFile())).toBe(false);
});
