// What `pnpm reset` and `pnpm solve` do to a learner's files: nothing is lost, and an attempt comes back as it was.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf, type Result } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempted, attemptsAt, fresh, replaceFiles, solved, withTask } from '../src/exercises/attempts.ts';
import { board } from '../src/progress/board.ts';
import { exerciseFolder, fingerprintOf, isStarted, readExercise, makeExercises, starterOf } from '../src/exercises/exercise.ts';
import { writeFailurePage } from '../src/verdicts/failure-page.ts';
import { recordsIn } from '../src/progress/records.ts';
import { isUnwritten, TODO_IMPORT } from '../src/exercises/regions.ts';
import { type Stage, taskNamed } from '../src/stages.ts';
import { createStage, edit, finished, type Workshop } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterEach(() => workshop.remove());

const NOW = new Date('2026-11-24T08:09:10.999Z');
const reset = (name?: string) => replaceFiles(stage, fresh(stage), name, NOW);
const names = () => attemptsAt(stage).map(({ name }) => name);
const kept = (name: string, file = 'pubsub') => readFileSync(join(exerciseFolder(stage), `kept-${name}`, `${file}.ts`), 'utf8');

test('a reset keeps what was written, in a folder of its own, and leaves alone what was not', () => {
  expect(reset()).toEqual({ isChanged: false });
  edit(stage, 'pubsub', () => 'my own');
  const folder = join(exerciseFolder(stage), 'kept-2026-11-24T080910');
  expect(reset()).toEqual({ isChanged: true, kept: { name: '2026-11-24T080910', folder } });
  expect(readdirSync(folder)).toEqual(['pubsub.ts']);
  expect(kept('2026-11-24T080910')).toBe('my own');
  expect(isStarted(stage)).toBe(false);
});

test('two attempts of one second are both kept, and what is kept already is not kept twice', () => {
  for (const text of ['first', 'second', 'first']) {
    edit(stage, 'pubsub', () => text);
    reset();
  }
  expect(names()).toEqual(['2026-11-24T080910', '2026-11-24T080910-2']);
  expect(names().map((name) => kept(name))).toEqual(['first', 'second']);
});

test('an attempt that has a name is kept by it, and comes back whole; what it takes the place of is kept, too', () => {
  edit(stage, 'pubsub', () => 'first');
  reset('first-try');
  edit(stage, 'pubsub', () => 'second');
  edit(stage, 'frames', () => 'second');
  const [first] = attemptsAt(stage);
  if (!first) throw new Error('nothing was kept');
  replaceFiles(stage, attempted(stage, first), undefined, NOW);
  expect(readExercise(stage, 'pubsub')).toBe('first');
  expect(readExercise(stage, 'frames')).toBe(starterOf(stage, 'frames'));
  expect(kept('2026-11-24T080910', 'frames')).toBe('second');
  expect(board([stage])).toContain('  kept: first-try, 2026-11-24T080910; pnpm reset 01 --to 2026-11-24T080910 brings the last back\n');
});

test('what is kept is no part of the exercise: its verdicts hold', () => {
  edit(stage, 'pubsub', () => 'first');
  const fingerprint = fingerprintOf(stage);
  reset('aside');
  edit(stage, 'pubsub', () => 'first');
  expect(fingerprintOf(stage)).toBe(fingerprint);
});

test('what is reset is renewed by an update, as what nobody has touched', () => {
  edit(stage, 'pubsub', () => 'my own');
  writeFileSync(join(stage.folder, 'src', 'pubsub.ts'), `// Of another version.\n${finished(stage, 'pubsub')}`);
  reset();
  writeFileSync(join(stage.folder, 'src', 'pubsub.ts'), finished(stage, 'pubsub').replace('another', 'a third'));
  makeExercises([stage]);
  expect(readExercise(stage, 'pubsub')).toMatch(/^\/\/ Of a third version\.\n/);
});

test('the page of what failed goes with what it tells of', () => {
  const results = checksOf(1).map(({ check: { id, group, title, rules } }): Result => {
    return { id, group, title, rules, verdict: 'fail', message: 'lost', story: 'lost', ms: 1 };
  });
  writeFailurePage(stage.root, stage.number, 'Exercise 01', results);
  expect(readdirSync(recordsIn(stage.root))).toContain('failures-01.html');
  reset();
  expect(readdirSync(recordsIn(stage.root))).not.toContain('failures-01.html');
});

test('a solved exercise is the finished stage, and nothing is kept of what nobody has written', () => {
  replaceFiles(stage, solved(stage));
  expect(readExercise(stage, 'pubsub')).toBe(finished(stage, 'pubsub'));
  expect(names()).toEqual([]);
});

test('one task is solved, or is to do again, and all else that was written stays', () => {
  const task = taskNamed(stage, '1.3');
  const apply = (texts: ReadonlyMap<string, string>) => {
    const replaced = withTask(stage, task, texts);
    if (!replaced) throw new Error('the region was not found');
    replaceFiles(stage, replaced);
    return readExercise(stage, task.file) ?? '';
  };
  edit(stage, task.file, (text) => `${text}// my own\r\n`);
  const written = apply(solved(stage));
  expect(isUnwritten(written, task)).toBe(false);
  expect(isUnwritten(written, taskNamed(stage, '1.2'))).toBe(true);
  expect(written).toMatch(/\/\/ my own\n$/);
  const again = apply(fresh(stage));
  expect(again).toBe(`${starterOf(stage, task.file)}// my own\n`);
  expect(again.split(TODO_IMPORT)).toHaveLength(2);
});

test('the import of todo goes with the last todo of a file, and comes back with the first, unless it is there in another form', () => {
  const tasks = stage.tasks.filter(({ file }) => file === 'frames');
  const [task] = tasks;
  if (!task || tasks.length > 1) throw new Error('frames.ts no longer has one task alone: take another file');
  const solvedFile = withTask(stage, task, solved(stage))?.get('frames');
  expect(solvedFile).toBe(finished(stage, 'frames'));
  edit(stage, 'frames', () => finished(stage, 'frames'));
  expect(withTask(stage, task, fresh(stage))?.get('frames')).toBe(starterOf(stage, 'frames'));
  edit(stage, 'frames', (text) => `import { Refusal as No, todo } from '@workshop/protocol';\n${text}`);
  expect(withTask(stage, task, fresh(stage))?.get('frames')).not.toContain(TODO_IMPORT);
});

test('a region that has lost its markers is not found', () => {
  edit(stage, 'frames', (text) => text.replace(/.*#endregion.*\n/, ''));
  expect(withTask(stage, taskNamed(stage, '1.1'), solved(stage))).toBeUndefined();
});
