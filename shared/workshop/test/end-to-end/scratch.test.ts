// The broker from scratch as its learner works: each save is judged, stage after stage, and the last line says where it stands.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { checksOf } from '@workshop/checks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Interrupted } from '../../src/verdicts/judge.ts';
import { readScratchResults, writeScratchResults } from '../../src/progress/records.ts';
import { judgeScratch, makeScratch, SCRATCH_FILE } from '../../src/scratch/scratch.ts';
import { watchScratch } from '../../src/scratch/scratch-watch.ts';
import { ROOT } from '../../src/tools.ts';
import { createWorkshop, type Workshop } from '../workshop.ts';

let workshop: Workshop;
let root: string;
let stop = () => {};
/** Since the last save. */
let printed: string[] = [];
let wake = () => {};

beforeEach(async () => {
  workshop = await createWorkshop(['01-basic-pubsub']);
  root = workshop.root;
  printed = [];
});
afterEach(() => {
  stop();
  workshop.remove();
});

function startWatching(): void {
  stop = watchScratch(root, (text) => {
    printed.push(stripVTControlCharacters(text));
    wake();
  });
}

/** All that was printed up to the line that says where it stands; its seconds are left out. */
async function standing(): Promise<string> {
  const last = () => printed.findLast((line) => /^your broker .* \(\d+\.\d s\)$/.test(line));
  while (last() === undefined) await new Promise<void>((resolve) => (wake = resolve));
  return last()?.replace(/ \([^(]*$/, '') ?? '';
}

function save(text: string): Promise<string> {
  printed = [];
  writeFileSync(join(root, SCRATCH_FILE), text);
  return standing();
}

/** As a learner might have it who has come so far: it runs a finished stage. */
const finished = (stage: string) => `import ${JSON.stringify(String(pathToFileURL(join(ROOT, 'steps', stage, 'src', 'main.ts'))))};\n`;

test('the first lines have the heart of stage 01, and no more; what was green and no longer is, is told in a line', async () => {
  startWatching();
  makeScratch(root); // the folder comes while it is watched
  const verdicts = { 'basic-hello': 'fail', unsubscribe: 'pass' } as const;
  const checks = Object.entries(verdicts).map(([id, verdict]) => ({
    id,
    group: '',
    title: '',
    rules: [],
    verdict,
    message: '',
    story: '',
    ms: 1,
  }));
  writeScratchResults(root, { fingerprint: '', stage: 1, checks });
  expect(await standing()).toMatch(/^your broker stands at stage 01: \d+ of \d+ checks$/);
  const passed = new Set(readScratchResults(root)?.checks.flatMap(({ id, verdict }) => (verdict === 'pass' ? id : [])));
  for (const { check } of checksOf(1).filter(({ check: { group } }) => group === 'basics')) expect(passed).toContain(check.id);
  expect(passed.size).toBeLessThan(checksOf(1).length / 2);
  expect(printed[1]).toBe('pass   basics: a subscriber gets what another session publishes'); // it was red, and so it comes first
  expect(printed).toContainEqual(expect.stringMatching(/^fail {3}channels: after UNSUBSCRIBE nothing comes/));
  expect(printed.filter((line) => line.includes('again     pnpm grade 01 --seed'))).toHaveLength(1);
});

test('a save goes on to the next stage when one is wholly green; one that breaks is told at once, and costs no stage', async () => {
  makeScratch(root);
  startWatching();
  expect(await save(finished('01-basic-pubsub'))).toMatch(/^your broker stands at stage 02: \d+ of \d+ checks$/);
  expect(printed).toContainEqual(expect.stringMatching(/^your broker stands at stage 02: all \d+ checks of stage 01 pass$/));
  const good = readFileSync(join(root, SCRATCH_FILE), 'utf8');
  expect(await save(`${good}let let = 1;\n`)).toMatch(/^your broker stands at stage 02: 0 of \d+ checks$/);
  expect(printed.filter((line) => line.includes('SyntaxError'))).toHaveLength(1);
});

test('without its record, a broker that asks for a token is found at stage 03', async () => {
  makeScratch(root);
  writeFileSync(join(root, SCRATCH_FILE), finished('03-auth'));
  const ended = new AbortController();
  const seen: number[] = [];
  const judging = judgeScratch(root, { signal: ended.signal }, (stage) => {
    seen.push(stage);
    if (stage > 1) ended.abort();
  });
  await expect(judging).rejects.toThrow(Interrupted);
  expect(seen).toEqual([1, 3]);
});
