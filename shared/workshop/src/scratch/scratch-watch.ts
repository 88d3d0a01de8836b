// Judges the broker from scratch as it is saved, stage after stage, and prints what changed. A newer save ends the judging under way.

import type { Result } from '@workshop/checks';
import { writeFailurePage } from '../verdicts/failure-page.ts';
import { Interrupted } from '../verdicts/judge.ts';
import { readScratchResults } from '../progress/records.ts';
import {
  gradeCommand,
  isScratchJudged,
  isScratchThere,
  judgeScratch,
  judgeScratchAt,
  SCRATCH_FILE,
  scratchFingerprint,
  scratchFolder,
  scratchLine,
} from './scratch.ts';
import { label, lineOf, plainestFirst, storyOf } from '../verdicts/verdicts.ts';
import { isRed } from '../verdicts/red.ts';
import { PATIENCE_MS } from '../watch/watch.ts';
import { watchFolder } from '../watch/watched.ts';

/**
 * Watches the folder mine/, which may not exist yet, and judges at once what has changed since it was last judged.
 * @returns a function that stops it, with everything that it has started
 */
export function watchScratch(root: string, print: (text: string) => void): () => void {
  let seen = isScratchJudged(root) ? scratchFingerprint(root) : '';
  let current: AbortController | undefined;
  const look = () => {
    if (!isScratchThere(root)) return;
    const fingerprint = scratchFingerprint(root);
    if (seen === fingerprint) return; // the save changed nothing, or only files that are not code
    seen = fingerprint;
    current?.abort();
    current = new AbortController();
    judgeAndTell(root, print, current.signal).catch((error: unknown) => {
      if (!(error instanceof Interrupted)) print(`${SCRATCH_FILE} was not judged: the grader itself broke. ${String(error)}`);
    });
  };
  look();
  const stop = watchFolder(scratchFolder(root), look);
  return () => {
    stop();
    current?.abort();
  };
}

/** Runs first the check that should turn green next, and then all of them. @throws {Interrupted} when it was ended */
async function judgeAndTell(root: string, print: (text: string) => void, signal: AbortSignal): Promise<void> {
  const savedAt = performance.now();
  const judging = { patience: PATIENCE_MS, signal };
  const { stage = 1, checks = [] } = readScratchResults(root) ?? {};
  const passed = new Set(checks.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id));
  const lost: Result[] = [];
  let told = '';
  const onResult = (result: Result) => {
    if (result.verdict === 'pass' && !passed.has(result.id)) print(lineOf(result));
    if (isRed(result) && passed.has(result.id)) lost.push(result);
    if (result.verdict === 'pass') passed.add(result.id);
  };
  const tellFirst = (first: Result | undefined) => {
    if (first && told !== wayToFail(first)) print(`\n${storyOf(first)}`);
    if (first) told = wayToFail(first);
  };
  print(`\n${SCRATCH_FILE} was saved`);
  const next = checks.find(isRed);
  if (next) tellFirst((await judgeScratchAt(root, stage, { ...judging, only: [next.id], onResult })).checks.find(isRed));
  const report = await judgeScratch(root, { ...judging, onResult }, (reached) => {
    if (reached !== stage) print(scratchLine(root) ?? '');
  });
  const red = report.checks.filter(isRed);
  for (const result of lost) if (result.id !== red[0]?.id) print(lineOf(result));
  tellFirst(red[0]);
  const untried = report.checks.filter(({ verdict }) => verdict === 'untried').length;
  if (untried > 0) print(`${label('untried')}  ${untried} more were not tried: none of them can work yet`);
  if (red.length > 1) print(`${label('fail')}  ${red.length - 1} more: ${gradeCommand(Number(report.stage))} tells each`);
  const page = writeFailurePage(root, 'mine', SCRATCH_FILE, plainestFirst(report.checks));
  if (page !== undefined) print(`Drawn, step by step: ${page}`);
  print(`${scratchLine(root)} (${((performance.now() - savedAt) / 1000).toFixed(1)} s)`);
}

/** One story for all failures of the same kind. */
const wayToFail = ({ message, seen = message }: Result) => seen;
