// Own code through all stages: which stages take part, what is remembered and said of it, and what a failure is put down to.

import type { Result } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { board } from '../src/progress/board.ts';
import { exerciseCommand } from '../src/exercises/exercise.ts';
import { hintFor } from '../src/verdicts/hint.ts';
import { originLines, originsOf, withOrigin } from '../src/exercises/origins.ts';
import { chooseCode, fingerprintsBelow, isJudgedOnCodeBelow, ownCodeLine, ownStagesBelow } from '../src/exercises/own-code.ts';
import { progressOf } from '../src/progress/progress.ts';
import { type ExerciseResult, readResults, writeResults } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import { createWorkshop, edit, recordPasses, solve, type Workshop } from './workshop.ts';

let workshop: Workshop;
let first: Stage;
let second: Stage;
let third: Stage;
beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub', '02-persistence', '03-auth']);
  const [one, two, three] = workshop.stages;
  if (!one || !two || !three) throw new Error('the stages were not copied');
  [first, second, third] = [one, two, three];
});
afterEach(() => workshop.remove());

const numbers = (stages: readonly Stage[]) => stages.map(({ number }) => number);

test('an exercise runs on the finished stages until own code is chosen, and then on those that are done', () => {
  solve(first);
  expect(ownStagesBelow(third)).toEqual([]);
  chooseCode(workshop.root, ['own']);
  expect(numbers(ownStagesBelow(third))).toEqual(['01']);
  solve(second);
  expect(numbers(ownStagesBelow(third))).toEqual(['01', '02']);
  expect(numbers(ownStagesBelow(second))).toEqual(['01']);
  edit(second, 'history', (text) => `${text}// not judged yet\n`);
  expect(numbers(ownStagesBelow(third))).toEqual(['01']);
});

test('the choice stays until another is made, and a word that is no choice changes nothing', () => {
  solve(first);
  chooseCode(workshop.root, ['own']);
  chooseCode(workshop.root, []);
  expect(() => chooseCode(workshop.root, ['mine'])).toThrow(/^start does not know mine: type pnpm start, pnpm start own /);
  expect(() => chooseCode(workshop.root, ['finished', 'now'])).toThrow(/^start does not know finished now: /);
  expect(numbers(ownStagesBelow(third))).toEqual(['01']);
  chooseCode(workshop.root, ['finished']);
  expect(ownStagesBelow(third)).toEqual([]);
});

test('it says which stages run on own code, and how to change that', () => {
  expect(ownCodeLine(workshop.stages)).toBeUndefined();
  solve(first);
  expect(ownCodeLine(workshop.stages)).toBe('Exercises run on the finished stages before them: pnpm start own has them run on your 01.');
  chooseCode(workshop.root, ['own']);
  expect(ownCodeLine(workshop.stages)).toBe(
    'Exercises run on your own 01 (02 too, once done). pnpm start finished has them run on the finished stages.',
  );
  solve(second);
  expect(ownCodeLine(workshop.stages)).toBe(
    'Exercises run on your own 01 and 02. pnpm start finished has them run on the finished stages.',
  );
});

test('the command has the conditions of the own stages and of the exercise', () => {
  expect(exerciseCommand(third, [first, second]).filter((word) => word.startsWith('--conditions'))).toEqual([
    '--conditions=exercise-01',
    '--conditions=exercise-02',
    '--conditions=exercise-03',
  ]);
});

test('verdicts say what they ran on, and are taken anew when that changes', () => {
  solve(first);
  solve(second);
  expect(isJudgedOnCodeBelow(second)).toBe(true);
  chooseCode(workshop.root, ['own']);
  expect(isJudgedOnCodeBelow(second)).toBe(false);
  recordPasses(second, fingerprintsBelow([first]));
  expect(isJudgedOnCodeBelow(second)).toBe(true);
  expect(board(workshop.stages)).toContain('checks pass, on your own 01');
  edit(first, 'frames', (text) => `${text}// another\n`);
  expect(isJudgedOnCodeBelow(second)).toBe(true); // on the finished stage 01 now, where no failure can be new
  recordPasses(first);
  expect(isJudgedOnCodeBelow(second)).toBe(false);
  recordPasses(second, fingerprintsBelow([first]));
  const { checks = [], ...results } = readResults(second) ?? { fingerprint: '' };
  writeResults(second, { ...results, checks: checks.map((check) => withOrigin(check, ['01'])) });
  expect(isJudgedOnCodeBelow(second)).toBe(true);
  chooseCode(workshop.root, ['finished']);
  expect(isJudgedOnCodeBelow(second)).toBe(false);
});

/** A judge by a table: each check needs some finished stages to pass; how often it was asked is told. */
function judgeBy(needs: Readonly<Record<string, readonly string[] | 'never'>>) {
  const asked: string[] = [];
  const judge = (on: readonly Stage[], only: readonly string[]): Promise<Result[]> => {
    asked.push(`${numbers(on).join('+') || 'finished'}: ${only.join(' ')}`);
    const passes = (id: string) => needs[id] !== 'never' && (needs[id] ?? []).every((number) => !numbers(on).includes(number));
    return Promise.resolve(only.map((id) => ({ ...resultOn(id), verdict: passes(id) ? 'pass' : 'fail' })));
  };
  return { asked, judge };
}

function resultOn(id: string): Result {
  return {
    id,
    group: 'a group',
    title: 'a title',
    rules: [],
    verdict: 'fail',
    message: `what ${id} says`,
    story: `the story of ${id}`,
    ms: 1,
  };
}

test('a failure comes from the newest own stage that, finished, turns it green', async () => {
  const { judge, asked } = judgeBy({ a: ['01'], b: ['02'], c: 'never', d: ['01', '02'] });
  const origins = await originsOf(['a', 'b', 'c', 'd'], [first, second], judge);
  expect(Object.fromEntries(origins)).toEqual({ a: ['01'], b: ['02'], d: ['01', '02'] });
  expect(asked).toEqual(['finished: a b c d', '01: a b d', '02: a d']);
});

test("what is the exercise's own costs one more run, and what passes costs none", async () => {
  const own = judgeBy({ a: 'never' });
  expect(await originsOf(['a'], [first, second], own.judge)).toEqual(new Map());
  expect(own.asked).toEqual(['finished: a']);
  const one = judgeBy({ a: ['01'] });
  expect(await originsOf(['a'], [first], one.judge)).toEqual(new Map([['a', ['01']]]));
  expect(one.asked).toEqual(['finished: a']);
  const none = judgeBy({});
  expect(await originsOf([], [first], none.judge)).toEqual(new Map());
  expect(await originsOf(['a'], [], none.judge)).toEqual(new Map());
  expect(none.asked).toEqual([]);
});

test('a failure that comes from an earlier stage says so, and no task of the exercise is wrong for it', () => {
  solve(second);
  const [task] = second.tasks;
  const id = task?.checks[0] ?? '';
  const failed: ExerciseResult = withOrigin(resultOn(id), ['01']);
  expect(failed.story).toBe(`the story of ${id}\n  from      your own stage 01: with the finished one in its place, this passes`);
  expect(withOrigin(resultOn(id), undefined)).toEqual(resultOn(id));
  expect(originLines([failed, resultOn('other'), withOrigin(resultOn('b'), ['01', '02'])])).toEqual([
    `From your own stage 01: with the finished one in its place, this passes: ${id}`,
    'From your own stages 01 and 02 together: with the finished ones in their place, this passes: b',
  ]);

  const { checks = [], fingerprint = '' } = readResults(second) ?? {};
  const write = (result: ExerciseResult) => {
    writeResults(second, { fingerprint, checks: checks.map((check) => (check.id === id ? result : check)) });
  };
  write(resultOn(id));
  expect(progressOf(second).tasks.filter(({ state }) => state === 'wrong')).not.toEqual([]);
  write(failed);
  expect(progressOf(second).tasks.filter(({ state }) => state === 'wrong')).toEqual([]);
  expect(hintFor(second)).toMatch(/^This is red, and the mistake is in your own 01:\n[^]*the story of [^]*this passes$/);
});
