// Judges the broker from scratch as it is saved, stage after stage, and says what turned. A newer save ends what is under way.

import type { Report, Result } from '@workshop/checks';
import { writeFailurePage } from './failure-page.ts';
import { Interrupted } from './judge.ts';
import { readScratchResults } from './records.ts';
import {
  gradeCommand,
  isScratchJudged,
  isScratchThere,
  judgeScratch,
  SCRATCH_FILE,
  scratchFingerprint,
  scratchFolder,
  scratchLine,
} from './scratch.ts';
import { isRed, label, lineOf, plainestFirst, storyOf } from './verdicts.ts';
import { PATIENCE_MS } from './watch.ts';
import { watchFolder } from './watched.ts';

/**
 * Watches the folder mine/, which may come later, and judges at once what was changed since it was last judged.
 * @returns how to stop, with all that was started
 */
export function watchScratch(root: string, print: (text: string) => void): () => void {
  let seen = isScratchJudged(root) ? scratchFingerprint(root) : '';
  let current: AbortController | undefined;
  const look = () => {
    if (!isScratchThere(root)) return;
    const fingerprint = scratchFingerprint(root);
    if (seen === fingerprint) return; // a save that changed nothing, or files that are no code
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

/** @throws {Interrupted} when it was ended */
async function judgeAndTell(root: string, print: (text: string) => void, signal: AbortSignal): Promise<void> {
  const savedAt = performance.now();
  let before = verdictsIn(root);
  print(`\n${SCRATCH_FILE} was saved`);
  const onResult = (result: Result) => {
    const { id, verdict } = result;
    const was = before.get(id);
    if (verdict === 'pass' && was !== 'pass') print(lineOf(result));
    if (isRed(result) && was === 'pass') print(lineOf(result));
  };
  const onStage = (stage: number) => {
    if (stage > 1) before = verdictsIn(root);
  };
  const report = await judgeScratch(root, { patience: PATIENCE_MS, signal, onResult }, onStage);
  tellRed(report, print);
  const page = writeFailurePage(root, 'mine', SCRATCH_FILE, plainestFirst(report.checks));
  if (page !== undefined) print(`Drawn, to be stepped through: ${page}`);
  print(`${scratchLine(root)} (${((performance.now() - savedAt) / 1000).toFixed(1)} s)`);
}

/** The first that is red, in the order of the suites, which is that of the protocol's pages; how to see the rest. */
function tellRed({ stage, checks }: Report, print: (text: string) => void): void {
  const red = checks.filter(isRed);
  const [first, ...others] = red;
  if (!first) return;
  print(`\n${storyOf(first)}`);
  const untried = checks.filter(({ verdict }) => verdict === 'untried').length;
  if (untried > 0) print(`${label('untried')}  ${untried} more were not tried: none of them can work before`);
  if (others.length > 0) print(`${label('fail')}  ${others.length} more: ${gradeCommand(Number(stage))} tells each`);
}

function verdictsIn(root: string): Map<string, Result['verdict']> {
  return new Map(readScratchResults(root)?.checks.map(({ id, verdict }) => [id, verdict]));
}
