// Coming back after a week: what is offered, to whom, and that nothing changes without a yes.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { offerAgain } from '../src/watch/coming-back.ts';
import { exerciseFolder, fingerprintOf } from '../src/exercises/exercise.ts';
import { progressOf } from '../src/progress/progress.ts';
import { readDiary, readHints, writeDiary, writeHints } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import { judgeTasks } from '../src/task-checks/judge-tasks.ts';
import { createWorkshop, edit, recordPasses, solve, type Workshop } from './workshop.ts';

const DAY = 24 * 3600 * 1000;
const NOW = Date.parse('2026-06-15T12:00:00Z');

let workshop: Workshop;
let first: Stage;
let second: Stage;
beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub', '02-persistence']);
  const [one, two] = workshop.stages;
  if (!one || !two) throw new Error('the stages were not copied');
  [first, second] = [one, two];
  solve(first);
  done(first, 30, 8);
});
afterEach(() => workshop.remove());

const ago = (daysAgo: number) => new Date(NOW - daysAgo * DAY).toISOString();

/** Records that the tasks of a stage were done on successive days, the first one so many days ago, and when the last save was. */
function done(stage: Stage, daysAgo: number, savedDaysAgo: number): void {
  note(
    stage,
    savedDaysAgo,
    stage.tasks.map(({ number }, index) => [number, ago(daysAgo - index)]),
  );
}

function note(stage: Stage, savedDaysAgo: number, doneSince: readonly (readonly [task: string, at: string])[]): void {
  writeDiary(stage, {
    since: ago(365),
    isLate: false,
    days: [],
    saves: 1,
    lastSave: ago(savedDaysAgo),
    hints: 0,
    firstRight: {},
    doneSince: Object.fromEntries(doneSince),
    failures: {},
  });
}

/** What is said and asked, where this is answered. */
async function comeBack(answer: string, now = NOW): Promise<string> {
  const said: string[] = [];
  const ask = (question: string) => Promise.resolve((said.push(question), answer));
  await offerAgain(workshop.stages, { print: (text) => void said.push(text), ask }, now);
  return said.join('\n');
}

const path = (file: string) => join(exerciseFolder(first), `${file}.ts`);
const unwritten = () => progressOf(first).tasks.flatMap(({ number, state }) => (state === 'unwritten' ? [number] : []));

test('after a week, the task that was done longest ago is emptied with a yes, and what was written is kept', async () => {
  const before = readFileSync(path('frames'), 'utf8');
  writeHints(first, { '1.1': 3, '1.2': 1 });
  expect(await comeBack('y')).toBe(`You last saved an exercise 8 days ago. To see what has stuck, write a task again from memory:

  1.1 read a frame (done 30 days ago)

Or answer the questions of chapter 01 again: /01-basic-pubsub#predict-first

Empty 1.1? Your code is kept. Type y for yes, or Enter for no: 
1.1 is to do again: steps/01-basic-pubsub/exercise/frames.ts:16
Your code is in steps/01-basic-pubsub/exercise/kept-2026-06-15T120000.
`);
  expect(unwritten()).toEqual(['1.1']);
  expect(readFileSync(join(exerciseFolder(first), 'kept-2026-06-15T120000', 'frames.ts'), 'utf8')).toBe(before);
  expect(readHints(first)).toEqual({ '1.2': 1 });
  expect((await judgeTasks(first))?.broken).toBeUndefined();
});

test('without a yes nothing changes, and it is silent for another week', async () => {
  const before = fingerprintOf(first);
  expect(await comeBack('yesterday')).toMatch(/1\.1 stays as it is\.\n$/);
  expect(fingerprintOf(first)).toBe(before);
  expect(await comeBack('y', NOW + 6 * DAY)).toBe('');
  expect(await comeBack('', NOW + 7 * DAY)).toMatch(/1\.1 stays as it is\.\n$/);
  expect(fingerprintOf(first)).toBe(before);
});

test('nothing is offered within a week of a save, in any exercise', async () => {
  note(second, 6, []);
  expect(await comeBack('y')).toBe('');
  note(second, 7, []);
  expect(await comeBack('')).toMatch(/^You last saved an exercise 7 days ago\./);
});

test('a task that is no longer right, or has lost its markers, is passed over; where none is left, nothing is said', async () => {
  edit(first, 'frames', (text) => text.replace('// #region parse', ''));
  recordPasses(first);
  expect(await comeBack('')).toContain('Empty 1.2?');
  edit(first, 'pubsub', (text) => `${text}// not judged\n`);
  expect(await comeBack('', NOW + 8 * DAY)).toBe('');
});

test('the chapter is the one that was finished first, once that is a week ago', async () => {
  solve(second);
  done(second, 60, 8);
  expect(await comeBack('')).toContain('the questions of chapter 02 again');
  done(second, 30, 8);
  expect(await comeBack('', NOW + 7 * DAY)).toContain('the questions of chapter 01 again');
});

test('of a chapter that was finished within the week, no questions are asked', async () => {
  done(first, 9, 8);
  expect(await comeBack('')).toMatch(/^You last saved[^?]*Empty 1\.1\?/);
});

test('`todo` is imported once, however the learner imports it', async () => {
  writeFileSync(path('frames'), readFileSync(path('frames'), 'utf8').replace('import { type Frame,', 'import { todo, type Frame,'));
  recordPasses(first);
  await comeBack('yes');
  expect(unwritten()).toEqual(['1.1']);
  expect((await judgeTasks(first))?.broken).toBeUndefined();
});

test('a task is done since its checks passed, and again once it was written anew', async () => {
  note(first, 8, [['1.1', ago(30)]]);
  edit(first, 'frames', (text) => `${text}// saved\n`);
  await judgeTasks(first);
  const diary = readDiary(first);
  expect(diary?.doneSince['1.1']).toBe(ago(30));
  expect(diary?.doneSince['1.2']).toBe(diary?.lastSave);
  expect(Date.parse(diary?.lastSave ?? '')).toBeGreaterThan(NOW - 8 * DAY);
  edit(first, 'frames', (text) => text.replace(/\/\/ #region parse[^]*\/\/ #endregion parse/, "throw new Error('not today');"));
  await judgeTasks(first);
  expect(readDiary(first)?.doneSince).not.toHaveProperty(['1.1']);
});
