// Judges the exercises of any checkout by the checks of this one. Only its `steps/*/exercise` is taken, so nothing else in it has a say,
// least of all its checks.

import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Result } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { changesOutside, exercisedFiles, exerciseFolder, isStarted, readExercise } from '../exercises/exercise.ts';
import { judgeExercise } from '../verdicts/judge.ts';
import { progressOf } from '../progress/progress.ts';
import type { TaskProgress } from '../progress/task-progress.ts';
import { bodyOf } from '../exercises/regions.ts';
import { createWorkshopCopy } from '../workshop-copy.ts';
import { finishedFile, type Stage } from '../stages.ts';
import { judgeTasks } from '../task-checks/judge-tasks.ts';
import { ROOT } from '../tools.ts';
import { isRed } from '../verdicts/red.ts';
import type { Checkout } from './checkouts.ts';
import { filesUnder } from './files.ts';
import { type Difference, differences, fingerprintsIn } from './fingerprints.ts';

/**
 * Done: every task is right and every check passes. Wrong: a task or a check is red. Broken: it cannot be run. Todo: nothing is red, but
 * something is to do. Not started: it is the starter. Missing: the checkout has no exercise of this stage. Error: the grader itself
 * broke.
 */
export type StageState = 'done' | 'wrong' | 'broken' | 'todo' | 'not-started' | 'missing' | 'error';

interface TaskVerdict extends Omit<TaskProgress, 'picture'> {
  /** Its region is the same as in the finished stage, except for white space. For a task of one line, that says nothing. */
  readonly asFinished: boolean;
}

/** The verdict on one exercise. */
export interface StageVerdict {
  /** Such as `01`. */
  readonly stage: string;
  readonly name: string;
  readonly state: StageState;
  /** Repeats the same draw; absent if no check was run. */
  readonly seed?: number;
  readonly broken?: CodeError;
  readonly tasks: readonly TaskVerdict[];
  /** Those that were run. */
  readonly checks: readonly Omit<Result, 'events' | 'picture'>[];
  /** Places where a file was changed outside the regions of its tasks. Often these are helpers that the learner wrote. */
  readonly changedOutside: readonly string[];
  readonly ms: number;
}

/** The verdict on one checkout. */
export interface CheckoutVerdict extends Checkout {
  /** Its files that judge and differ from ours. They had no say. */
  readonly differing: readonly string[];
  /** Files of the judge that its exercises changed while they ran: none of its verdicts counts. */
  readonly tampered: readonly string[];
  readonly stages: readonly StageVerdict[];
}

export interface CheckoutJudging {
  readonly seed: number;
  readonly onStage: (verdict: StageVerdict) => void;
}

/** @param originals the stages to judge, from the first on: a stage runs on those before it */
export async function judgeCheckout(
  checkout: Checkout,
  originals: readonly Stage[],
  { seed, onStage }: CheckoutJudging,
): Promise<CheckoutVerdict> {
  const ours = fingerprintsIn(ROOT);
  const copy = await createWorkshopCopy(originals);
  try {
    const copies = fingerprintsIn(copy.root);
    const stages: StageVerdict[] = [];
    for (const stage of copy.stages.filter(({ tasks }) => tasks.length > 0)) {
      const verdict = await judgeStageOf(checkout, stage, seed);
      stages.push(verdict);
      onStage(verdict);
    }
    const tampered = [...differences(ours, fingerprintsIn(ROOT)), ...differences(copies, fingerprintsIn(copy.root))];
    // A student who hands in only the exercises has nothing to hide.
    const differing = differences(ours, fingerprintsIn(checkout.folder)).filter(({ kind }) => kind !== 'missing');
    return { ...checkout, differing: pathsOf(differing), tampered: [...new Set(pathsOf(tampered))], stages };
  } finally {
    copy.remove();
  }
}

const pathsOf = (all: readonly Difference[]) => all.map(({ path }) => path);

async function judgeStageOf({ folder }: Checkout, stage: Stage, seed: number): Promise<StageVerdict> {
  const began = performance.now();
  const isThere = takeExercise(join(folder, 'steps', stage.name, 'exercise'), stage);
  const isWorthIt = isThere && isStarted(stage);
  const verdict = (state: StageState, more: Pick<StageVerdict, 'checks'> & Partial<StageVerdict>): StageVerdict => ({
    stage: stage.number,
    name: stage.name,
    state,
    tasks: progressOf(stage).tasks.map(({ picture: _picture, ...task }) => ({ ...task, asFinished: isAsFinished(stage, task.number) })),
    changedOutside: isWorthIt ? changesOutside(stage) : [],
    ...more,
    ms: Math.round(performance.now() - began),
  });
  if (!isWorthIt) return verdict(isThere ? 'not-started' : 'missing', { checks: [] });
  try {
    const broken = (await judgeTasks(stage))?.broken;
    if (broken) return verdict('broken', { broken, checks: [] });
    const report = await judgeExercise(stage, { seed });
    const checks = report.checks.map(({ events: _events, picture: _picture, ...check }) => check);
    return verdict(stateOf(checks, progressOf(stage).tasks), { seed, checks });
  } catch (error) {
    console.error(`${stage.name}: the grader itself broke:`, error);
    return verdict('error', { checks: [] });
  }
}

/**
 * Replaces the starters with somebody's exercise; a file that is missing there stays a starter.
 * @returns whether any of it was there
 */
function takeExercise(from: string, stage: Stage): boolean {
  const files = filesUnder(from, (path) => !/^kept-|(?:^|\/)(?:\.|node_modules\/)|^tsconfig\.json$/.test(path));
  for (const file of files) {
    const to = join(exerciseFolder(stage), file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(from, file), to);
  }
  return exercisedFiles(stage).some((file) => files.includes(`${file}.ts`));
}

function stateOf(checks: readonly Omit<Result, 'events' | 'picture'>[], tasks: readonly TaskProgress[]): StageState {
  if (checks.some(({ verdict }) => verdict === 'error')) return 'error';
  if (checks.some(isRed) || tasks.some(({ state }) => state === 'wrong')) return 'wrong';
  return checks.every(({ verdict }) => verdict === 'pass') && tasks.every(({ state }) => state === 'right') ? 'done' : 'todo';
}

function isAsFinished(stage: Stage, number: string): boolean {
  const task = stage.tasks.find((each) => each.number === number);
  if (!task) return false;
  const [own, finished] = [readExercise(stage, task.file) ?? '', readFileSync(finishedFile(stage, task.file), 'utf8')].map((text) =>
    bodyOf(text, task.region)?.replace(/\s+/g, ''),
  );
  return own !== undefined && own === finished;
}
