import { stripVTControlCharacters } from 'node:util';
import { checksOf, type Result } from '@workshop/checks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { actionsAt, type Desk } from '../src/watch/actions.ts';
import { replaceFiles, solved } from '../src/exercises/attempts.ts';
import { fingerprintOf } from '../src/exercises/exercise.ts';
import { writeResults, writeTaskResults } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import { createWorkshop, type Workshop } from './workshop.ts';

let workshop: Workshop;
let first: Stage;
let second: Stage;
let printed: string[];
beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub', '02-persistence']);
  const [one, two] = workshop.stages;
  if (!one || !two) throw new Error('stages 01 and 02 were not copied');
  [first, second, printed] = [one, two, []];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(stripVTControlCharacters(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
  workshop.remove();
});

/** What a key prints. */
async function press(key: string, desk: Partial<Desk> = {}): Promise<string> {
  const nothing = { saved: () => undefined, judgeAll: () => 0, lend: async () => {}, quit() {} };
  await actionsAt({ stages: workshop.stages, ...nothing, ...desk })[key]?.run();
  return printed.splice(0).join('\n');
}

function finish(stage: Stage): void {
  replaceFiles(stage, solved(stage));
  const fingerprint = fingerprintOf(stage);
  const checks = checksOf(Number(stage.number)).map(({ check: { id, group, title, rules } }): Result => {
    return { id, group, title, rules, verdict: 'pass', message: '', story: '', ms: 1 };
  });
  writeResults(stage, { fingerprint, checks });
  writeTaskResults(stage, {
    fingerprint,
    tasks: stage.tasks.map(({ number }) => ({ task: number, verdict: 'pass', message: '', story: '' })),
  });
}

test('a key is about the next exercise, or the one that was saved last', async () => {
  expect(await press('o')).toMatch(/^Opening steps\/01-basic-pubsub\/exercise\/frames\.ts:\d+$/);
  expect(await press('o', { saved: () => second })).toMatch(/^Opening steps\/02-persistence\/exercise\/\w+\.ts:\d+$/);
  expect(await press('h')).toMatch(/^\n1\.1 .* is to do: [^]*Hint 1 of 3: /);
});

test('what keeps the exercise from running is opened, whichever task is next', async () => {
  const broken = { message: 'SyntaxError: Expression expected', place: 'steps/01-basic-pubsub/exercise/output.ts:22:17', excerpt: '' };
  writeTaskResults(first, { fingerprint: fingerprintOf(first), tasks: [], broken });
  expect(await press('o')).toBe('Opening steps/01-basic-pubsub/exercise/output.ts:22');
});

test('when that one is done, the next is to be opened, and the one that is done can be compared', async () => {
  finish(first);
  const saved = () => first;
  expect(await press('o', { saved })).toMatch(/^Opening steps\/02-persistence\//);
  expect(await press('d', { saved })).toBe('\nWhat you have written is as in the finished stage, to the letter.');
  finish(second);
  for (const key of ['h', 'o']) expect(await press(key, { saved })).toBe('All exercises are done.');
});

test('what is started is run, and where nothing is, it says so', async () => {
  expect(await press('a')).toBe('No exercise is started: there is nothing to run.');
  expect(await press('a', { judgeAll: () => 1 })).toBe('');
});
