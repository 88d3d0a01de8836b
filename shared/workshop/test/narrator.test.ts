import { stripVTControlCharacters } from 'node:util';
import type { Result, Verdict } from '@workshop/checks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNarrator } from '../src/watch/narrator.ts';
import { writeResults } from '../src/progress/records.ts';
import type { Stage } from '../src/stages.ts';
import { createStage, type Workshop } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeAll(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterAll(() => workshop.remove());

const result = (title: string, verdict: Verdict, message = ''): Result => {
  return { id: title, group: 'group', title, rules: [], verdict, message, story: message && `the story of ${message}`, ms: 1 };
};

test('a save is told in what turned: the first story whole, what is alike once, what was not touched as a number', () => {
  const printed: string[] = [];
  const narrator = createNarrator((text) => printed.push(stripVTControlCharacters(text)));
  narrator.saved(stage, false);
  narrator.turned(stage, result('one', 'pass'));
  narrator.turned(stage, result('two', 'fail', 'lost'));
  narrator.turned(stage, result('three', 'fail', 'lost'));
  narrator.turned(stage, result('four', 'fail', 'late'));
  narrator.judged(stage, false, 640);
  narrator.turned(stage, result('five', 'pass'));
  narrator.turned(stage, result('six', 'pass'));
  narrator.turned(stage, result('seven', 'todo', '1.2 something'));
  narrator.turned(stage, result('eight', 'fail', 'lost'));
  narrator.judged(stage, true, 3000);
  expect(printed).toEqual([
    '\n01-basic-pubsub was saved',
    'pass   one',
    'fail   group: two\n       the story of lost\n',
    'fail   four: late',
    'fail   1 more in the same way',
    expect.stringMatching(/^01-basic-pubsub: 0 of 6 tasks right; checks so far: \d+ not run yet \(0\.6 s\)$/),
    'to do  seven',
    'pass   2 more, in what your save did not touch',
    'fail   1 more in the same way',
    expect.stringMatching(/^01-basic-pubsub: 0 of 6 tasks right; \d+ not run yet \(3\.0 s\)$/),
  ]);
});

test('the next save is told anew', () => {
  const printed: string[] = [];
  const narrator = createNarrator((text) => printed.push(stripVTControlCharacters(text)));
  for (let save = 0; save < 2; save += 1) {
    narrator.saved(stage, false);
    narrator.turned(stage, result('two', 'fail', 'lost'));
    narrator.judged(stage, true, 1);
  }
  expect(printed.filter((line) => line.includes('the story of lost'))).toHaveLength(2);
});

test('what stays red is told too: the reason may be another one', () => {
  const printed: string[] = [];
  const narrator = createNarrator((text) => printed.push(stripVTControlCharacters(text)));
  writeResults(stage, { fingerprint: '', checks: [result('one', 'pass'), result('two', 'fail', 'lost'), result('three', 'fail', 'lost')] });
  narrator.saved(stage, false);
  narrator.judged(stage, false, 1);
  narrator.judged(stage, true, 1);
  expect(printed.filter((line) => line.includes('the story of lost'))).toEqual(['fail   group: two\n       the story of lost\n']);
});
