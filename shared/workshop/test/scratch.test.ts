// The broker from scratch: made once, never written to again, and what is said of it, from verdicts that are given here.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checksOf, type Result, suites } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { board } from '../src/progress/board.ts';
import { readScratchResults, writeScratchResults } from '../src/progress/records.ts';
import { isScratchJudged, makeScratch, SCRATCH_FILE, scratchFingerprint, scratchFolder, scratchLine } from '../src/scratch/scratch.ts';
import { createWorkshop, edit, type Workshop } from './workshop.ts';

let workshop: Workshop;
let root: string;
beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub']);
  root = workshop.root;
});
afterEach(() => workshop.remove());

const read = () => readFileSync(join(root, SCRATCH_FILE), 'utf8');
const save = (text: string, file = 'broker.ts') => writeFileSync(join(scratchFolder(root), file), text);

/** Records verdicts by the checks of a stage: all pass, but for these. */
function judged(stage: number, red: readonly string[] = [], verdict: 'fail' | 'untried' = 'fail'): void {
  const checks = checksOf(stage).map(({ check: { id, group, title, rules } }): Result => {
    return { id, group, title, rules, verdict: red.includes(id) ? verdict : 'pass', message: '', story: '', ms: 1 };
  });
  writeScratchResults(root, { fingerprint: scratchFingerprint(root), stage, checks });
}

test('it begins as 20 lines, with settings for editors, and no later call writes to it', () => {
  expect(scratchLine(root)).toBeUndefined();
  expect(makeScratch(root)).toBe(true);
  expect(read().trimEnd().split('\n')).toHaveLength(20);
  expect(existsSync(join(scratchFolder(root), 'tsconfig.json'))).toBe(true);
  save('my own');
  expect(makeScratch(root)).toBe(false);
  expect(read()).toBe('my own');
});

test('a folder mine/ that has other files keeps them', () => {
  mkdirSync(scratchFolder(root));
  save('my own', 'frames.ts');
  save('{}', 'tsconfig.json');
  expect(makeScratch(root)).toBe(true);
  for (const [file, text] of [
    ['frames.ts', 'my own'],
    ['tsconfig.json', '{}'],
  ] as const)
    expect(readFileSync(join(scratchFolder(root), file), 'utf8')).toBe(text);
});

test('a new one has nothing of the verdicts on another', () => {
  mkdirSync(scratchFolder(root));
  judged(3);
  makeScratch(root);
  expect(readScratchResults(root)).toBeUndefined();
  expect(scratchLine(root)).toBe('your broker, mine/broker.ts, was not judged yet');
});

test('it stands at the first stage that is not wholly green', () => {
  makeScratch(root);
  const [first, second] = [checksOf(1).length, checksOf(2).length];
  judged(1, ['basic-hello', 'binary']);
  expect(scratchLine(root)).toBe(`your broker stands at stage 01: ${first - 2} of ${first} checks`);
  judged(1);
  expect(scratchLine(root)).toBe(`your broker stands at stage 02: all ${first} checks of stage 01 pass`);
  judged(2, ['stamps', 'binary']);
  expect(scratchLine(root)).toBe(`your broker stands at stage 02: ${second - 2} of ${second} checks; 1 of an earlier stage fails again`);
  judged(2, ['stamps', 'binary'], 'untried');
  expect(scratchLine(root)).toBe(`your broker stands at stage 02: ${second - 2} of ${second} checks`);
  judged(suites.length);
  expect(scratchLine(root)).toBe(`your broker is done: all ${checksOf(suites.length).length} checks pass, of all stages`);
});

test('it is judged as far as it goes when its code is as it was, and no further stage is open', () => {
  makeScratch(root);
  judged(1, ['binary']);
  expect(isScratchJudged(root)).toBe(true);
  save('messages', 'messages.db');
  expect(isScratchJudged(root)).toBe(true);
  save('export {}', 'frames.ts');
  expect(isScratchJudged(root)).toBe(false);
  expect(scratchLine(root)).toMatch(/ \(changed since it was judged\)$/);
  judged(1);
  expect(isScratchJudged(root)).toBe(false);
});

test('a record that is none counts as none', () => {
  makeScratch(root);
  for (const stage of [0, 99]) {
    writeScratchResults(root, { fingerprint: '', stage, checks: [] });
    expect(readScratchResults(root)).toBeUndefined();
  }
});

test('the board says where it stands and what is next, and of an exercise only where one was begun', () => {
  const shown = () => stripVTControlCharacters(board(workshop.stages));
  expect(shown()).not.toContain('mine');
  makeScratch(root);
  judged(1, ['binary']);
  expect(shown()).toMatch(
    /^0 of 1 exercises started\nyour broker stands at stage 01: \d+ of \d+ checks\nNext: frames: a binary message .*\n {2}open mine\/broker\.ts; pnpm grade 01 -- node mine\/broker\.ts tells what fails$/m,
  );
  const [stage] = workshop.stages;
  if (stage) edit(stage, 'frames', (text) => `${text}// begun\n`);
  expect(shown()).toMatch(/^Next: 1\.1 [^]*^your broker stands at stage 01/m);
});
