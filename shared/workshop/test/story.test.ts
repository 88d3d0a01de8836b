// The diary of an exercise, the figures that are told from it, and the README that shows them. No broker is run.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf, type Result } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteSave, noteVerdicts } from '../src/progress/diary.ts';
import { fingerprintOf } from '../src/exercises/exercise.ts';
import { countHints, forget, readDiary, recordsIn, writeHints, writeResults, writeTaskResults } from '../src/progress/records.ts';
import { writeReadme } from '../src/progress/readme.ts';
import type { Stage } from '../src/stages.ts';
import { figuresOf, tellStory } from '../src/progress/story.ts';
import { judgeTasks } from '../src/task-checks/judge-tasks.ts';
import type { TaskResult } from '../src/task-checks/protocol.ts';
import { createStage, type Workshop, writeAllBut } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterEach(() => workshop.remove());

/** Keeps verdicts on the exercise as it is: tasks are right but for these, and checks pass but for those. */
function keepVerdicts(unwritten: readonly string[], failing: readonly string[] = []): void {
  const tasks = stage.tasks.map(({ number: task }): TaskResult => {
    return { task, verdict: unwritten.includes(task) ? 'todo' : 'pass', message: '', story: '' };
  });
  writeTaskResults(stage, { fingerprint: fingerprintOf(stage), tasks });
  const checks = checksOf(1).map(({ check: { id, group, title, rules } }): Result => {
    return { id, group, title, rules, verdict: failing.includes(id) ? 'fail' : 'pass', message: '', story: '', ms: 1 };
  });
  writeResults(stage, { fingerprint: fingerprintOf(stage), checks });
}

/** Saves a version, and has it judged at that time. */
function save(at: string, unwritten: readonly string[], failing: readonly string[] = []): void {
  writeAllBut(stage, unwritten);
  noteSave(stage, [], new Date(at));
  keepVerdicts(unwritten, failing);
  noteVerdicts(stage, new Date(at));
}

const told = () => tellStory(figuresOf(workshop.stages));

test('who has begun nothing has nothing to tell', () => {
  noteSave(stage, []);
  expect(readDiary(stage)).toBeUndefined();
  expect(told()).toBe('There is nothing to tell yet: no exercise has been started.');
});

test('the story has the stages, the tasks, the hints, the time from first to last green, and what took the most tries', () => {
  save('2026-11-20T10:00:00', ['1.3', '1.6'], ['body-verbatim']);
  save('2026-11-20T11:00:00', ['1.6'], ['basic-fan-out', 'body-verbatim']);
  writeHints(stage, { '1.6': 2, 'body-verbatim what it says': 1 });
  save('2026-11-22T13:30:00', []);
  expect(told().split('\n')).toEqual([
    'stage            tasks   hints  saves  first green       last green',
    '01-basic-pubsub  6 of 6  2      3      2026-11-20 10:00  2026-11-22 13:30',
    '',
    '1 of 1 stages done, 6 of 6 tasks right, with 2 hints.',
    'You saved 3 versions on 2 days.',
    'From the first green task to the last, it took 2 days, 3 hours.',
    expect.stringMatching(
      /^The check that took the most tries, in stage 01: ".+" \(body-verbatim\)\. It failed in 2 versions, and passes now\.$/,
    ),
  ]);
});

test('a task is first green once, whatever becomes of it, and a reset forgets neither that nor the hints', () => {
  save('2026-11-20T10:00:00', ['1.6']);
  writeHints(stage, { '1.6': 2 });
  forget(stage);
  writeHints(stage, { '1.6': 1 });
  save('2026-11-21T10:00:00', ['1.1', '1.6']);
  save('2026-11-22T10:00:00', ['1.6']);
  expect(readDiary(stage)?.firstRight['1.1']).toBe(new Date('2026-11-20T10:00:00').toISOString());
  expect(countHints(stage)).toBe(3);
});

test('what was done before there was a diary is told as not known', () => {
  writeAllBut(stage, ['1.6']);
  keepVerdicts(['1.6']);
  expect(told()).toMatch(/^01-basic-pubsub {2}5 of 6 {2}0 {6}– {6}– {12}–$/m);
  expect(told()).toContain('Some of this was done before the workshop kept a diary: its saves, its failures and its times are not known.');
  save('2026-11-22T10:00:00', []);
  expect(told()).toMatch(/^01-basic-pubsub {2}6 of 6 {2}0 {6}1 {6}– {12}2026-11-22 10:00$/m);
  expect(told()).toContain('You saved at least 1 version on at least 1 day.');
  expect(told()).not.toContain('it took');
});

test('a version that is judged again is no other save, and an untouched exercise is none', async () => {
  await judgeTasks(stage);
  expect(readDiary(stage)).toBeUndefined();
  writeAllBut(stage, ['1.6']);
  await judgeTasks(stage);
  await judgeTasks(stage);
  expect(readDiary(stage)).toMatchObject({ saves: 1, isLate: false });
});

test('a diary that is broken counts as none', () => {
  save('2026-11-20T10:00:00', []);
  writeFileSync(join(recordsIn(stage.root), stage.number, 'diary.json'), '{"since":"","isLate":false,"days":[],"saves":"1"}');
  expect(readDiary(stage)).toBeUndefined();
});

test('a README and its badge are written once, with links to the files beside them', () => {
  const path = join(stage.root, 'MY-NETWORK.md');
  expect(() => writeReadme(path, figuresOf(workshop.stages), stage.root)).toThrow('No task is right yet');
  save('2026-11-20T10:00:00', []);
  expect(() => writeReadme(join(stage.root, 'none', 'X.md'), figuresOf(workshop.stages), stage.root)).toThrow('has no folder yet');
  expect(() => writeReadme(join(stage.root, 'README'), figuresOf(workshop.stages), stage.root)).toThrow('one that ends in .md');
  const badge = join(stage.root, 'MY-NETWORK.svg');
  expect(writeReadme(path, figuresOf(workshop.stages), stage.root)).toEqual([path, badge]);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('![messaging network: 1 of 1 stages](MY-NETWORK.svg)');
  expect(text).toContain('[frames.ts](steps/01-basic-pubsub/exercise/frames.ts)');
  expect(text).toContain('- I saved 1 version on 1 day.');
  expect(readFileSync(badge, 'utf8')).not.toMatch(/(?:href|src|url)="?https?:/);
  rmSync(path);
  expect(() => writeReadme(path, figuresOf(workshop.stages), stage.root)).toThrow(`${badge} is there already, and is not written over`);
  expect(existsSync(path)).toBe(false);
});
