// `pnpm start` as a learner works: each save gets its verdict, whatever was saved, and the watch lives on.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '@workshop/checks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exercisedFiles, exerciseFolder, resetExercise } from '../../src/exercise.ts';
import { progressOf } from '../../src/progress.ts';
import { bodyOf } from '../../src/regions.ts';
import type { Stage } from '../../src/stages.ts';
import { watchExercises } from '../../src/watch.ts';
import { createWorkshop, finished, type Workshop } from '../workshop.ts';

/** An end comes at once, on a machine that is not busy. */
const PATIENCE = { timeout: 60_000 };

/** A turned check, or a round that came to its end. */
type News = { readonly id: string; readonly verdict: Verdict; readonly message: string } | { readonly whole: boolean; readonly ms: number };

let workshop: Workshop;
let stage: Stage;
/** Since the last save. */
let news: News[] = [];
let saves = 0;
let wake = () => {};
let stop = () => {};

beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub']);
  const [first] = workshop.stages;
  if (!first) throw new Error('stage 01 was not copied');
  stage = first;
});
afterEach(() => {
  stop();
  workshop.remove();
});

function startWatching(): void {
  const tell = (each: News) => {
    news.push(each);
    wake();
  };
  stop = watchExercises(workshop.stages, {
    saved() {
      news = [];
      saves += 1;
    },
    turned: (_stage, { id, verdict, message }) => tell({ id, verdict, message }),
    judged: (_stage, whole, ms) => tell({ whole, ms }),
    broke: (_stage, error) => expect.unreachable(String(error)),
  });
}

/** Does what is a save, and resolves to the news that this leads to, up to the first for which this holds. */
async function save(work: () => void, holds: (news: News) => boolean): Promise<News[]> {
  const before = saves;
  work();
  return until((each) => saves > before && holds(each));
}

async function until(holds: (news: News) => boolean): Promise<News[]> {
  while (!news.some(holds)) await new Promise<void>((resolve) => (wake = resolve));
  return news;
}

/** Saves the file with the table of subscribers, and beside it the one that reads frames: without that, no command gets anywhere. */
const write = (text: string) => () => {
  writeFileSync(path('frames'), finished(stage, 'frames'));
  writeFileSync(path('pubsub'), text);
};
const isRound = (each: News) => 'whole' in each;
const isWhole = (each: News) => 'whole' in each && each.whole;
const isRed = (each: News) => 'verdict' in each && each.verdict === 'fail';
const path = (file: string) => join(exerciseFolder(stage), `${file}.ts`);
const verdicts = () => Object.fromEntries(progressOf(stage).checks.map(({ id, verdict }) => [id, verdict]));

/** The exercise with the bodies of these regions written. */
function written(...regions: string[]): string {
  return regions.reduce(
    (text, name) => text.replace(bodyOf(text, name) ?? '', () => bodyOf(finished(stage, 'pubsub'), name) ?? ''),
    readFileSync(path('pubsub'), 'utf8'),
  );
}

test('a save turns first what it touched, then the rest', async () => {
  startWatching();
  await save(write(written('subscribe', 'fan-out')), isRound);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass', binary: 'unknown' });
  expect(progressOf(stage).graded).toBe(false);
  await until(isWhole);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass', binary: 'pass', unsubscribe: 'todo' });
  expect(progressOf(stage).graded).toBe(true);
});

test('an editor that saves by renaming is seen each time', async () => {
  startWatching();
  for (const region of ['subscribe', 'fan-out']) {
    const rename = () => {
      writeFileSync(path('frames'), finished(stage, 'frames'));
      writeFileSync(`${path('pubsub')}.tmp`, written(region));
      renameSync(`${path('pubsub')}.tmp`, path('pubsub'));
    };
    await save(rename, isRound);
  }
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass' });
});

test.each([
  ['a syntax error', 'let let = 1;', 'the broker ended before it accepted connections'],
  ['an error at the start', "throw new Error('not today');", 'the broker ended before it accepted connections'],
  ['process.exit', 'process.exit(0);', 'the broker ended before it accepted connections'],
  ['an endless loop at the start', 'for (;;);', 'the broker did not print its address'],
])('%s is red, and what is saved next is judged as ever', async (_title, line, message) => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  const told = await save(write(`${good}\n${line}\n`), isRed);
  expect(told.find(isRed)).toMatchObject({ message });
  await save(write(good), isRound);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass' });
});

test('an endless loop in a region is red, and a newer save does not wait for its end', async () => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  await save(write(good.replace('const packet: Packet =', 'for (;;);\n    const packet: Packet =')), isRed);
  await save(write(good), isRound);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass' });
});

test('a file of the learner that the exercise imports is part of it', async () => {
  writeFileSync(path('helper'), 'export const helps = true;\n');
  mkdirSync(join(exerciseFolder(stage), 'more'));
  writeFileSync(path('more/helper'), 'export const helps = true;\n');
  for (const file of exercisedFiles(stage)) writeFileSync(path(file), finished(stage, file));
  write(`${finished(stage, 'pubsub')}\nimport './helper.ts';\nimport './more/helper.ts';\n`)();
  await save(startWatching, isWhole);
  expect(progressOf(stage).graded).toBe(true);
  for (const helper of ['helper', 'more/helper']) {
    const told = await save(() => writeFileSync(path(helper), "throw new Error('not today');\n"), isRed);
    expect(told.find(isRed)).toMatchObject({ message: 'the broker ended before it accepted connections' });
    await save(() => writeFileSync(path(helper), 'export const helps = true;\n'), isWhole);
    expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass' });
  }
  stop();
  writeFileSync(path('helper'), "throw new Error('not today');\n");
  expect(progressOf(stage).graded).toBe(false);
});

test('a reset is judged like a save', async () => {
  startWatching();
  await save(write(written('subscribe', 'fan-out')), isRound);
  await save(() => resetExercise(stage), isRound);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'todo' });
});

test('what was changed while nobody watched is judged at the start', async () => {
  write(written('subscribe', 'fan-out'))();
  await save(startWatching, isRound);
  expect(verdicts()).toMatchObject({ 'seed-fan-out': 'pass' });
});

test.skipIf(process.platform === 'win32')('when it is stopped, nothing that it started goes on', async () => {
  startWatching();
  write(`${written('subscribe')}\nfor (;;);\n`)();
  const isRunning = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(workshop.root);
  await vi.waitUntil(isRunning, PATIENCE);
  stop();
  await vi.waitUntil(() => !isRunning(), PATIENCE);
});
