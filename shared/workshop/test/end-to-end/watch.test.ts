// `pnpm start` as a learner works: each save gets its verdict, whatever was saved, and the watch lives on.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { fresh, replaceFiles } from '../../src/exercises/attempts.ts';
import { exercisedFiles, exerciseFolder } from '../../src/exercises/exercise.ts';
import { progressOf } from '../../src/progress/progress.ts';
import type { TaskState } from '../../src/progress/task-progress.ts';
import { bodyOf } from '../../src/exercises/regions.ts';
import type { Stage } from '../../src/stages.ts';
import { type Watch, watchExercises } from '../../src/watch/watch.ts';
import { createStage, createWorkshop, edit, finished, type Workshop } from '../workshop.ts';

/** An end comes at once, on a machine that is not busy. */
const PATIENCE = { timeout: 60_000 };

/** A turned check, a round that came to its end, the tasks, or what the compiler says. */
type News =
  | { readonly id: string; readonly verdict: Verdict; readonly message: string }
  | { readonly whole: boolean; readonly ms: number }
  | { readonly states: readonly TaskState[]; readonly broken: CodeError | undefined }
  | { readonly typeErrors: readonly CodeError[] };

let workshop: Workshop;
let stage: Stage;
/** Since the last save. */
let news: News[] = [];
let saves = 0;
let wake = () => {};
let watch: Watch | undefined;

beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterEach(() => {
  watch?.stop();
  workshop.remove();
});

function startWatching(): void {
  const tell = (each: News) => {
    news.push(each);
    wake();
  };
  watch = watchExercises(workshop.stages, {
    saved() {
      news = [];
      saves += 1;
    },
    tasks(judged) {
      const { tasks, broken } = progressOf(judged);
      tell({ states: tasks.map(({ state }) => state), broken });
    },
    typed: (_stage, typeErrors) => tell({ typeErrors }),
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
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass', binary: 'unknown' });
  expect(progressOf(stage).graded).toBe(false);
  await until(isWhole);
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass', binary: 'pass', unsubscribe: 'todo' });
  expect(progressOf(stage).graded).toBe(true);
});

test('what was not tried and is to do when it is tried is no news', async () => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  const send = 'session.send(packet);';
  await save(write(good.replace(send, `{ ${send} ${send} }`)), isWhole);
  expect(verdicts()).toMatchObject({ unsubscribe: 'untried' });
  const told = await save(write(good), isWhole);
  expect(verdicts()).toMatchObject({ unsubscribe: 'todo', 'basic-fan-out': 'pass' });
  expect(told).toContainEqual(expect.objectContaining({ id: 'basic-fan-out', verdict: 'pass' }));
  expect(told).not.toContainEqual(expect.objectContaining({ verdict: 'todo' }));
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
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass' });
});

test.each([
  ['a syntax error', 'let let = 1;', /^SyntaxError: .*let/, 'let'],
  ['an import that does not exist', "import './nowhere.ts';", /^Cannot find module 'steps.*nowhere\.ts'$/, 'nowhere'],
  [
    'a type that is imported as a value',
    "import { Frame } from '@workshop/protocol';",
    /: if it is a type, import it as "type Frame";/,
    'Frame',
  ],
  ['an enum', 'enum Color {}', /enum is not supported.*const object/, 'enum Color'],
  ['an error at the start', "throw new Error('not today');", /^Error: not today$/, 'throw'],
  ['process.exit', 'process.exit(3);', /^ProcessExit: process\.exit\(3\) ends the broker/, 'process'],
  ['an endless loop at the start', 'for (;;);', /^EndlessLoop: this ran for 2 s/, 'for'],
])('%s is one story, with its place; what is saved next is judged as ever', async (_title, line, message, shown) => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  const told = await save(write(`${good}\n${line}\n`), (each) => 'states' in each);
  expect(told).toEqual([{ states: expect.anything(), broken: expect.objectContaining({ message: expect.stringMatching(message) }) }]);
  const { broken } = progressOf(stage);
  if (shown) {
    const number = good.split('\n').length + 1;
    expect(broken?.place).toMatch(new RegExp(`^steps/01-basic-pubsub/exercise/pubsub\\.ts:${number}\\b`));
    expect(broken?.excerpt).toMatch(new RegExp(`^> ${number} \\| .*${shown}`, 'm'));
    expect(broken?.excerpt).toMatch(/^ +\| +\^$/m);
  }
  await save(write(good), isRound);
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass' });
});

test('what cannot be loaded is told of a file in which no task is written yet', async () => {
  startWatching();
  const told = await save(write(`${readFileSync(path('pubsub'), 'utf8')}\nlet let = 1;\n`), (each) => 'states' in each);
  expect(told.at(-1)).toMatchObject({
    broken: { message: expect.stringMatching(/^SyntaxError: /), place: expect.stringContaining('exercise/pubsub.ts:') },
  });
});

test('a process.exit in a region is told with its place', async () => {
  startWatching();
  const leaving = written('subscribe', 'fan-out').replace('const packet: Packet =', 'process.exit();\n    const packet: Packet =');
  const told = await save(write(leaving), (each) => 'states' in each);
  const line = leaving.split('\n').findIndex((text) => text.includes('process.exit')) + 1;
  expect(told.at(-1)).toMatchObject({
    broken: {
      message: expect.stringMatching(/^ProcessExit: process\.exit\(\) ends the broker/),
      place: expect.stringContaining(`exercise/pubsub.ts:${line}:`),
    },
  });
});

test('an endless loop in a region is told with its place, and a newer save does not wait for its end', async () => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  const looping = good.replace('const packet: Packet =', 'for (;;);\n    const packet: Packet =');
  const told = await save(write(looping), (each) => 'states' in each);
  const line = looping.split('\n').findIndex((text) => text.includes('for (;;)')) + 1;
  expect(told.at(-1)).toMatchObject({ broken: { place: expect.stringContaining(`exercise/pubsub.ts:${line}:`) } });
  await save(write(looping.replace('for (;;);', 'for (;;) ;')), () => true);
  await save(write(good), isRound);
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass' });
});

test('each correct step shows at once, alone, in whichever order', async () => {
  startWatching();
  const [told] = await save(
    () => writeFileSync(path('frames'), finished(stage, 'frames')),
    (each) => 'states' in each,
  );
  expect(told).toMatchObject({ states: ['right', 'unwritten', 'unwritten', 'unwritten', 'unwritten', 'unwritten'] });
});

test('a type error is told beside the verdicts, with its place, and stops none of them', async () => {
  startWatching();
  const good = written('subscribe', 'fan-out');
  const told = await save(
    write(good.replace('session.channels =', 'const wrong: number = channel;\n    session.channels =')),
    (each) => 'typeErrors' in each,
  );
  expect(told.findIndex((each) => 'states' in each)).toBe(0);
  expect(told.find((each) => 'typeErrors' in each)).toMatchObject({
    typeErrors: [
      {
        message: expect.stringMatching(/^Type 'string' is not assignable to type 'number' \(TS2322\): /),
        place: expect.stringContaining('exercise/pubsub.ts:'),
      },
    ],
  });
  await until(isWhole);
  expect(progressOf(stage)).toMatchObject({ graded: true, typeErrors: [expect.anything()] });
});

test('a broken heart is one story; what could not work before is not tried', async () => {
  startWatching();
  await save(write(written('subscribe', 'fan-out').replace("verb: 'MSG'", "verb: 'PUBLISH'")), isWhole);
  const found = Object.values(verdicts());
  expect(found.filter((verdict) => verdict === 'fail')).toHaveLength(1);
  expect(new Set(found)).toEqual(new Set(['fail', 'untried']));
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
    const told = await save(
      () => writeFileSync(path(helper), "throw new Error('not today');\n"),
      (each) => 'states' in each,
    );
    expect(told).toMatchObject([{ broken: { message: 'Error: not today', place: expect.stringContaining(`exercise/${helper}.ts:1:`) } }]);
    await save(() => writeFileSync(path(helper), 'export const helps = true;\n'), isWhole);
    expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass' });
  }
  watch?.stop();
  writeFileSync(path('helper'), "throw new Error('not today');\n");
  expect(progressOf(stage).graded).toBe(false);
});

test('a reset is judged like a save', async () => {
  startWatching();
  await save(write(written('subscribe', 'fan-out')), isRound);
  await save(() => replaceFiles(stage, fresh(stage)), isRound);
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'todo' });
});

test('what was changed while nobody watched is judged at the start', async () => {
  write(written('subscribe', 'fan-out'))();
  await save(startWatching, isRound);
  expect(verdicts()).toMatchObject({ 'basic-fan-out': 'pass' });
});

test('what is started is judged again when somebody asks for it, though nothing was saved', async () => {
  startWatching();
  expect(watch?.judgeAll()).toBe(0);
  await save(write(written('subscribe')), isWhole);
  await save(() => expect(watch?.judgeAll()).toBe(1), isWhole);
});

const isRunning = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(workshop.root);

test.skipIf(process.platform === 'win32')('when it is stopped, nothing that it started goes on', async () => {
  startWatching();
  write(`${written('subscribe')}\nfor (;;);\n`)();
  await vi.waitUntil(isRunning, PATIENCE);
  watch?.stop();
  await vi.waitUntil(() => !isRunning(), PATIENCE);
});

test.skipIf(process.platform === 'win32')('nor does what waits for the next save', async () => {
  startWatching();
  await save(write(written('subscribe', 'fan-out')), isWhole);
  expect(isRunning()).toBe(true);
  watch?.stop();
  await vi.waitUntil(() => !isRunning(), PATIENCE);
});

test('of several exercises that changed meanwhile, each is judged once, and the last one first', PATIENCE, async () => {
  const several = await createWorkshop(['01-basic-pubsub', '02-persistence', '03-auth']);
  onTestFinished(several.remove);
  for (const each of several.stages) edit(each, exercisedFiles(each)[0] ?? '', () => 'it does not load (');
  const told: string[] = [];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  watch = watchExercises(several.stages, {
    saved() {},
    tasks({ number }) {
      told.push(number);
      if (told.includes('01') && told.includes('02')) resolve();
    },
    typed() {},
    turned() {},
    judged() {},
    broke: (_stage, error) => expect.unreachable(String(error)),
  });
  await all;
  expect(told).toEqual(['03', '02', '01']);
});
