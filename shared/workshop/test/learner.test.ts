// The board and the hints, from verdicts that are given here: no broker is run.

import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checksOf, type Result, type Verdict } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { board } from '../src/progress/board.ts';
import { exerciseFolder, fingerprintOf } from '../src/exercises/exercise.ts';
import { hintFor } from '../src/verdicts/hint.ts';
import { progressOf } from '../src/progress/progress.ts';
import { readHints, readResults, readTaskResults, recordsIn, writeResults, writeTaskResults } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import type { TaskResult } from '../src/task-checks/protocol.ts';
import type { TaskReport } from '../src/task-checks/report.ts';
import { createStage, createWorkshop, edit, finished, type Workshop, writeAllBut } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterEach(() => workshop.remove());

/** Writes the exercise so that these tasks are unwritten, and records a verdict for each check. */
function learn(unwritten: readonly string[], verdictOn: (id: string) => Verdict, message = (id: string) => `what ${id} says`): void {
  writeAllBut(stage, unwritten);
  const checks = checksOf(1).map(({ check: { id, group, title, rules } }): Result => {
    const verdict = verdictOn(id);
    const text = verdict === 'pass' ? '' : message(id);
    return { id, group, title, rules, verdict, message: text, story: text && `the story of ${id}`, ms: 1 };
  });
  writeResults(stage, { fingerprint: fingerprintOf(stage), checks });
  const tasks = stage.tasks.map(({ number }): TaskResult => {
    return { task: number, verdict: unwritten.includes(number) ? 'todo' : 'pass', message: '', story: '' };
  });
  writeTaskResults(stage, { fingerprint: fingerprintOf(stage), tasks });
}

/** Records another verdict on a task. */
function judge(result: Omit<TaskResult, 'message' | 'story'>, message = ''): void {
  const { tasks = [], ...results } = readTaskResults(stage) ?? { fingerprint: '' };
  const story = message && `the story of ${result.task}`;
  writeTaskResults(stage, { ...results, tasks: tasks.map((each) => (each.task === result.task ? { ...result, message, story } : each)) });
}

const hint = (report?: TaskReport) => stripVTControlCharacters(hintFor(stage, report));
const shown = () => stripVTControlCharacters(board(workshop.stages));
const total = checksOf(1).length;

test('an untouched exercise is not started, and the board says where to begin', () => {
  const text = shown();
  expect(text).toMatch(/^01-basic-pubsub: not started$/m);
  expect(text).toMatch(/^0 of 1 exercises started$/m);
  expect(text).toMatch(/^Next: 1\.1 .+\n {2}open steps\/01-basic-pubsub\/exercise\/frames\.ts:\d+$/m);
});

test('after a command that names a stage, the board says what comes next there', async () => {
  const two = await createWorkshop(['01-basic-pubsub', '02-persistence']);
  const [, second] = two.stages;
  if (!second) throw new Error('stage 02 is not there');
  expect(board(two.stages)).toMatch(/^Next: 1\.1 /m);
  expect(board(two.stages, [second])).toMatch(/^Next: 2\.1 .+\n {2}open steps\/02-persistence\/exercise\/turn\.ts:\d+$/m);
  two.remove();
});

test('what was never graded is not said to have changed since', () => {
  edit(stage, 'pubsub', (text) => `${text}// a first try\n`);
  expect(shown()).toMatch(/^01-basic-pubsub: 0 of 6 tasks right; not judged yet$/m);
});

test('what is red comes before what is to do, and its line is that of its region', () => {
  learn(['1.4', '1.5', '1.6'], (id) => (id === 'basic-fan-out' ? 'fail' : 'pass'));
  const text = shown();
  expect(text).toMatch(new RegExp(`^01-basic-pubsub: 2 of 6 tasks right; ${total - 1} pass, 1 fail$`, 'm'));
  expect(text).toMatch(/^ {2}right {2}1\.1 /m);
  expect(text).toMatch(/^ {2}wrong {2}1\.3 .*: what basic-fan-out says$/m);
  expect(text).toMatch(/^ {2}to do {2}1\.6 .*exercise\/output\.ts:\d+$/m);
  expect(text).toMatch(/^1 of 1 exercises started, 0 done\nNext: 1\.3 /m);
});

test('an exercise is done when every check passes, of the exercise as it is', () => {
  learn([], () => 'pass');
  expect(shown()).toMatch(new RegExp(`^01-basic-pubsub: done, all ${total} checks pass$`, 'm'));
  expect(shown()).toMatch(/^1 of 1 exercises started, 1 done\nAll exercises are done\.$/m);
  edit(stage, 'pubsub', (text) => `${text}// an afterthought\n`);
  expect(shown()).toMatch(/^01-basic-pubsub: 0 of 6 tasks right; \d+ pass \(changed since it was graded\)$/m);
});

test('a task is unwritten, new, waiting, right or wrong, and each says what is to be known', () => {
  learn(['1.4', '1.6'], () => 'todo');
  judge({ task: '1.2', verdict: 'fail' }, 'the session is in the table twice');
  judge({ task: '1.5', verdict: 'todo', waitsFor: '1.4' });
  expect(progressOf(stage).tasks.map(({ state }) => state)).toEqual(['right', 'wrong', 'right', 'unwritten', 'waiting', 'unwritten']);
  expect(shown()).toMatch(/^ {2}wrong {2}1\.2 .*: the session is in the table twice$/m);
  expect(shown()).toMatch(/^ {2}waits {2}1\.5 .* {2}\(shows when 1\.4 is right\)$/m);
  edit(stage, 'pubsub', (text) => `${text}// another try\n`);
  expect(progressOf(stage).tasks.map(({ state }) => state)).toEqual(['written', 'written', 'written', 'unwritten', 'written', 'unwritten']);
  expect(shown()).toMatch(/^ {2}new {4}1\.2 .* {2}\(not judged yet\)$/m);
});

test.each(['1.3', '1.4'])('a red check is put down to %s, which is wrong by itself, whether or not it names the check', (task) => {
  learn([], (id) => (id === 'body-verbatim' ? 'fail' : 'pass'));
  const wrong = () => progressOf(stage).tasks.flatMap(({ number, state }) => (state === 'wrong' ? [number] : []));
  expect(wrong()).toEqual(['1.1', '1.3']);
  judge({ task, verdict: 'fail' }, 'the body is cut');
  expect(wrong()).toEqual([task]);
});

test('an exercise that cannot be run has one cause, and no check of it is red', () => {
  learn(['1.4'], () => 'pass');
  const broken = { message: 'SyntaxError: Expression expected', place: 'steps/01-basic-pubsub/exercise/pubsub.ts:22:17', excerpt: '' };
  writeTaskResults(stage, { fingerprint: fingerprintOf(stage), tasks: [], broken });
  expect(progressOf(stage)).toMatchObject({ broken });
  expect(shown()).toMatch(/^ {2}steps\/01-basic-pubsub\/exercise\/pubsub\.ts:22:17: SyntaxError: Expression expected$/m);
});

test('what was red before the last save need not be red now: what is next is what is not written', () => {
  learn(['1.4'], (id) => (id === 'basic-fan-out' ? 'fail' : 'pass'));
  edit(stage, 'pubsub', (text) => `${text}// another try\n`);
  expect(shown()).toMatch(/^Next: 1\.4 /m);
});

test('what is written is not asked for again, though its checks wait for another task', () => {
  learn(['1.2', '1.3', '1.4', '1.5', '1.6'], () => 'todo');
  judge({ task: '1.1', verdict: 'todo', waitsFor: '1.2' });
  expect(shown()).toMatch(/^Next: 1\.2 /m);
  expect(hintFor(stage)).toMatch(/^1\.2 .* is to do: [^\n]+\nHint 1 of 3: /);
});

test('hints go from the idea to the code, each task by its own count', () => {
  learn(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6'], () => 'todo');
  const [first] = stage.tasks;
  const given = stage.tasks[0]?.hints.map(() => hintFor(stage));
  expect(given?.map((text, index) => text.includes(first?.hints[index] ?? '—'))).toEqual([true, true, true]);
  expect(given?.[0]).toContain('Hint 1 of 3');
  expect(given?.[2]).toContain('There are no more hints; steps/01-basic-pubsub/src/frames.ts has it finished.');
  expect(hintFor(stage)).toContain('Hint 3 of 3:\n    ');
  learn(['1.3'], (id) => (stage.tasks[2]?.checks.includes(id) ? 'todo' : 'pass'));
  expect(hintFor(stage)).toMatch(/^1\.3 .* is to do: [^\n]+\nHint 1 of 3: /);
});

test('the hint for what is red tells its story first', () => {
  learn([], (id) => (id === 'slow-reader' ? 'fail' : 'pass'));
  expect(stripVTControlCharacters(hintFor(stage))).toMatch(/^1\.6 .* is red: [^]*the story of slow-reader[^]*Hint 1 of 3: /);
});

test('a task check that is red comes before all else: it knows whose mistake it is', () => {
  learn(['1.6'], (id) => (id === 'basic-fan-out' ? 'fail' : 'pass'));
  const tasks = stage.tasks.map(({ number: task }): TaskResult => {
    const message = task === '1.4' ? 'the session is still among the readers' : '';
    return { task, verdict: message ? 'fail' : 'pass', message, story: message && `${message}\n\n  likely    it was not deleted` };
  });
  const [cause, idea] = [hint({ tasks }), hint({ tasks })];
  expect(cause).toMatch(
    /^1\.4 .* is red: [^]*still among the readers[^]*likely {4}it was not deleted[^]*Begin with the likely cause above\./,
  );
  expect(idea).toMatch(/^1\.4 .* is red: [^]*still among the readers[^]*Hint 1 of 3: /);
  const loads = {
    message: 'SyntaxError: Expression expected',
    place: 'steps/01-basic-pubsub/exercise/pubsub.ts:24:9',
    excerpt: '> 24 | x',
  };
  expect(hint({ tasks, broken: loads })).toMatch(/^Nothing works yet[^]*Expression expected[^]*24 \| x[^]*pubsub\.ts:24:9$/);
});

test('of the tasks that name a red check, that in the file saved last comes first, and the hints of the others follow', () => {
  const saved = (file: string, secondsAgo: number) => {
    const then = new Date(Date.now() - 1000 * secondsAgo);
    utimesSync(join(exerciseFolder(stage), `${file}.ts`), then, then);
  };
  learn([], (id) => (id === 'body-verbatim' ? 'fail' : 'pass'));
  saved('frames', 60);
  saved('pubsub', 5);
  expect(hint()).toMatch(/^1\.3 .* is red: \S+\nor 1\.1: \S+\n[^]*Hint 1 of 3 for 1\.3: /);
  saved('pubsub', 120);
  const texts = Array.from({ length: 5 }, () => hint());
  const given = texts.map((text) => / of 3 for \S+(?=:)/.exec(text)?.[0]);
  expect(given).toEqual([...Array(3).fill(' of 3 for 1.1'), ...Array(2).fill(' of 3 for 1.3')]);
  expect(texts.map((text) => text.includes('There are no more hints'))).toEqual([false, false, false, false, true]);
});

test('a task that is not written is not behind what is red', () => {
  learn(['1.3'], (id) => (id === 'body-verbatim' ? 'fail' : 'pass'));
  expect(hint()).toMatch(/^1\.1 .* is red: \S+\n\n[^]*Hint 1 of 3: /);
});

test('when the tasks are right inside, it says where else the exercise was changed', () => {
  learn([], (id) => (id === 'slow-reader' ? 'fail' : 'pass'));
  edit(stage, 'output', (text) => text.replace('export class', '// mine\nexport class'));
  writeResults(stage, { fingerprint: fingerprintOf(stage), checks: readResults(stage)?.checks ?? [] });
  const tasks = stage.tasks.map(({ number: task }): TaskResult => ({ task, verdict: 'pass', message: '', story: '' }));
  const line = finished(stage, 'output').slice(0, finished(stage, 'output').indexOf('export class')).split('\n').length;
  expect(hint({ tasks })).toContain(`not as it was given: see steps/01-basic-pubsub/exercise/output.ts:${line}.`);
  expect(hint()).not.toContain('not as it was given');
});

test('an exercise that does not start costs no hint', () => {
  learn(
    [],
    () => 'fail',
    () => 'the broker ended before it accepted connections',
  );
  const text = stripVTControlCharacters(hintFor(stage));
  expect(text).toMatch(/^Nothing works yet/);
  expect(text).toContain('the story of');
  expect(readHints(stage)).toEqual({});
});

test('what is red in no task lies in given code, and costs no hint; when nothing is red, it says so', () => {
  learn([], (id) => (id === 'binary' ? 'fail' : 'pass'));
  const text = stripVTControlCharacters(hintFor(stage));
  expect(text).toMatch(/^This is red, and no task names it:[^]*the story of binary[^]*outside the regions of the tasks/);
  expect(text).toContain('There the exercise is as it was given');
  expect(readHints(stage)).toEqual({});
  learn([], () => 'pass');
  expect(hintFor(stage)).toBe('Exercise 01 is done: nothing fails.');
});

test('records that are broken, or of another form, count as none', () => {
  learn([], () => 'pass');
  for (const text of ['{', '[]', '{"fingerprint":1,"checks":[]}', '{"fingerprint":"","checks":[{}]}']) {
    writeFileSync(join(recordsIn(stage.root), stage.number, 'results.json'), text);
    expect(readResults(stage)).toBeUndefined();
  }
  expect(progressOf(stage).checks.every(({ verdict }) => verdict === 'unknown')).toBe(true);
});
