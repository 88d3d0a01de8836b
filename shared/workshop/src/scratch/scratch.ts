// The broker that a learner writes from scratch, in mine/: where it is, how far it has come, and what judges it, stage after stage.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApartGrading, gradeApart, nodeCommand, type Report, type Result, suites } from '@workshop/checks';
import { filesIn, fingerprintOfFiles } from '../exercises/exercise.ts';
import { Interrupted, type Judging } from '../verdicts/judge.ts';
import { forgetScratch, readScratchResults, type ScratchResults, writeScratchResults } from '../progress/records.ts';
import { isRed } from '../verdicts/red.ts';

/** From the root, as a person types it. */
export const SCRATCH_FILE = 'mine/broker.ts';
const STARTER = new URL('../../scratch/broker.ts', import.meta.url);
/** From this stage on a broker asks every session for a token, and the checks of earlier stages give none. */
const FIRST_WITH_LOGIN = 3;

export const scratchFolder = (root: string): string => join(root, 'mine');

export function isScratchThere(root: string): boolean {
  return existsSync(join(root, SCRATCH_FILE));
}

/**
 * Writes the first lines of a broker, and settings for editors beside it. Existing files stay as they are.
 * @returns whether it made them
 */
export function makeScratch(root: string): boolean {
  if (isScratchThere(root)) return false;
  mkdirSync(scratchFolder(root), { recursive: true });
  writeFileSync(join(root, SCRATCH_FILE), readFileSync(STARTER), { flag: 'wx' });
  forgetScratch(root); // the record was of another broker
  const settings = join(scratchFolder(root), 'tsconfig.json');
  const compilerOptions = { types: ['node'], noUnusedLocals: false, noUnusedParameters: false };
  if (!existsSync(settings))
    writeFileSync(settings, `${JSON.stringify({ extends: '../tsconfig.base.json', compilerOptions }, undefined, 2)}\n`);
  return true;
}

/** The fingerprint of its code only: a broker may keep its messages in this folder too. */
export function scratchFingerprint(root: string): string {
  const folder = scratchFolder(root);
  return fingerprintOfFiles(
    folder,
    filesIn(folder).filter((file) => /\.[cm]?[jt]s$/.test(file)),
  );
}

/** The command that judges it by a stage's checks, and tells every story. */
export function gradeCommand(stage: number): string {
  return `pnpm grade ${twoDigits(stage)} -- node ${SCRATCH_FILE}`;
}

/** How far the broker has come, in one line; `undefined` if there is none. */
export function scratchLine(root: string): string | undefined {
  if (!isScratchThere(root)) return undefined;
  const results = readScratchResults(root);
  if (!results) return `your broker, ${SCRATCH_FILE}, was not judged yet`;
  return `${standing(results)}${results.fingerprint === scratchFingerprint(root) ? '' : ' (changed since it was judged)'}`;
}

/** What the board says about it; nothing if there is none. */
export function scratchLines(root: string): string[] {
  const line = scratchLine(root);
  if (line === undefined) return [];
  const first = readScratchResults(root)?.checks.find(isRed);
  const next = first ? [`Next: ${first.group}: ${first.title}`] : [];
  return [line, ...next, `  open ${SCRATCH_FILE}; ${gradeCommand(stageReached(root))} tells what fails`];
}

/** "your broker stands at stage 01: 18 of 46 checks". */
function standing({ stage, checks }: ScratchResults): string {
  const passed = checks.filter(isPassed).length;
  if (passed < checks.length)
    return `your broker stands at stage ${twoDigits(stage)}: ${passed} of ${checks.length} checks${lostIn(stage, checks)}`;
  if (stage === suites.length) return `your broker is done: all ${passed} checks pass, of all stages`;
  return `your broker stands at stage ${twoDigits(stage + 1)}: all ${passed} checks of stage ${twoDigits(stage)} pass`;
}

/** What worked in an earlier stage and no longer does; empty if most checks were not tried. */
function lostIn(stage: number, checks: readonly Result[]): string {
  if (checks.some(({ verdict }) => verdict === 'untried')) return '';
  const own = new Set(suites[stage - 1]?.checks.map(({ id }) => id));
  const lost = checks.filter(({ id, verdict }) => verdict === 'fail' && !own.has(id)).length;
  return lost > 0 ? `; ${lost} of an earlier stage ${lost === 1 ? 'fails' : 'fail'} again` : '';
}

/** Whether its code, as it is now, has been judged as far as it goes. */
export function isScratchJudged(root: string): boolean {
  const results = readScratchResults(root);
  return results?.fingerprint === scratchFingerprint(root) && results.stage === stageReached(root);
}

/** The first stage that was not all green when it was last judged. Its verdicts may still be missing. */
function stageReached(root: string): number {
  const { stage = 1, checks = [] } = readScratchResults(root) ?? {};
  return checks.length > 0 && checks.every(isPassed) ? Math.min(stage + 1, suites.length) : stage;
}

/**
 * Judges it by the checks of one stage. The verdicts are remembered if that is the stage that it has reached, or if a later one is all
 * green.
 * @throws {Interrupted} when it was ended
 */
export function judgeScratchAt(root: string, stage: number, judging: Judging = {}): Promise<Report> {
  const reached = stageReached(root);
  const isProof = ({ checks }: Report) => stage === reached || (stage > reached && checks.every(isPassed));
  return judge(root, stage, judging, (report) => !judging.only && isProof(report));
}

/**
 * Judges it by the checks of the stage that it has reached, and goes on to the next one for as long as all pass.
 * @param onStage is told before each stage
 * @returns the last report, and the stage whose checks it is from
 * @throws {Interrupted} when it was ended
 */
export async function judgeScratch(root: string, judging: Judging = {}, onStage: (stage: number) => void = () => {}): Promise<Report> {
  let stage = stageReached(root);
  for (;;) {
    onStage(stage);
    const report = await judge(root, stage, judging, () => true);
    if (stage < FIRST_WITH_LOGIN && asksForToken(report)) stage = FIRST_WITH_LOGIN;
    else if (report.checks.every(isPassed) && stage < suites.length) stage += 1;
    else return report;
  }
}

async function judge(root: string, stage: number, judging: Judging, isKept: (report: Report) => boolean): Promise<Report> {
  const { onResult, signal, ...grading } = judging;
  const fingerprint = scratchFingerprint(root);
  const target: ApartGrading['target'] = { command: nodeCommand(join(root, SCRATCH_FILE)), folder: root };
  const again = [`pnpm grade ${twoDigits(stage)}`, `-- node ${SCRATCH_FILE}`] as const;
  const report = await gradeApart({ ...grading, stage, target, again }, onResult, signal);
  if (!report) throw new Interrupted();
  if (isKept(report)) writeScratchResults(root, { fingerprint, stage, checks: report.checks });
  return report;
}

/** Whether a broker asks for tokens: then it has come further than its record shows, which may be gone. */
function asksForToken({ checks }: Report): boolean {
  return checks.some(({ verdict }) => verdict === 'untried') && checks.some(({ story }) => story.includes('ERROR:UNAUTHORIZED:'));
}

const isPassed = ({ verdict }: Result) => verdict === 'pass';
const twoDigits = (stage: number) => String(stage).padStart(2, '0');
