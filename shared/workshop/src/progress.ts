// How far a learner is: derived from the exercise and the last verdicts on it. The board, the hints and the site all show this.

import { checksOf, type Result, type Verdict } from '@workshop/checks';
import { fingerprintOf, isStarted, placeOf, readExercise } from './exercise.ts';
import { readResults } from './records.ts';
import { isUnwritten } from './regions.ts';
import { type Stage, withExercise } from './stages.ts';
import type { Task } from './tasks.ts';

export interface StageProgress {
  readonly name: string;
  /** The exercise differs from its starter. */
  readonly started: boolean;
  /** The verdicts are on the exercise as it is now. */
  readonly graded: boolean;
  /** In the chapter's order. */
  readonly tasks: readonly TaskProgress[];
  /** In the suites' order. */
  readonly checks: readonly CheckProgress[];
}

export interface TaskProgress {
  readonly number: string;
  readonly title: string;
  readonly verdict: 'pass' | 'fail' | 'todo';
  /** Its `todo` is gone. It may be "to do" all the same: until another task is written too, or its checks have run. */
  readonly written: boolean;
  /** File and line to open, from the root. */
  readonly place: string;
}

export interface CheckProgress extends Pick<Result, 'id' | 'group' | 'title' | 'message'> {
  /** `unknown` where it has not run yet. */
  readonly verdict: Verdict | 'unknown';
}

/** By the stage's number; those that have an exercise. */
export interface Snapshot {
  readonly stages: Readonly<Record<string, StageProgress>>;
}

export function snapshot(stages: readonly Stage[]): Snapshot {
  return { stages: Object.fromEntries(withExercise(stages).map((stage) => [stage.number, progressOf(stage)])) };
}

export function progressOf(stage: Stage): StageProgress {
  const results = readResults(stage);
  const verdicts = new Map(results?.checks.map((check) => [check.id, check]));
  const checks = checksOf(Number(stage.number)).map(({ check: { id, group, title } }): CheckProgress => {
    const { verdict = 'unknown', message = '' } = verdicts.get(id) ?? {};
    return { id, group, title, verdict, message };
  });
  return {
    name: stage.name,
    started: isStarted(stage),
    graded: results?.fingerprint === fingerprintOf(stage),
    tasks: stage.tasks.map((task) => ({
      number: task.number,
      title: task.title,
      verdict: verdictOn(stage, task, checks),
      written: isWritten(stage, task),
      place: placeOf(stage, task),
    })),
    checks,
  };
}

/** A task that is not written is "to do", whatever its checks say: another may stand before it in each of them. */
function verdictOn(stage: Stage, task: Task, checks: readonly CheckProgress[]): TaskProgress['verdict'] {
  if (!isWritten(stage, task)) return 'todo';
  const verdicts = new Set(checks.filter(({ id }) => task.checks.includes(id)).map(({ verdict }) => verdict));
  if (verdicts.has('fail') || verdicts.has('error')) return 'fail';
  return verdicts.has('todo') || verdicts.has('unknown') ? 'todo' : 'pass';
}

function isWritten(stage: Stage, task: Task): boolean {
  return !isUnwritten(readExercise(stage, task.file) ?? '', task);
}

/** Solved: nothing is red, nothing is to do, and that is said of the exercise as it is now. */
export function isDone({ graded, checks, tasks }: StageProgress): boolean {
  return graded && checks.every(({ verdict }) => verdict === 'pass') && tasks.every(({ verdict }) => verdict === 'pass');
}

/** "30 pass, 2 fail, 6 to do": the kinds that there are. */
export function count(checks: readonly Pick<CheckProgress, 'verdict'>[]): string {
  const of = (verdict: CheckProgress['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const kinds: [number, string][] = [
    [of('pass'), 'pass'],
    [of('fail'), 'fail'],
    [of('error'), 'not judged: the grader broke'],
    [of('todo'), 'to do'],
    [of('unknown'), 'not run yet'],
  ];
  return kinds.flatMap(([number, kind]) => (number > 0 ? [`${number} ${kind}`] : [])).join(', ') || 'no checks';
}
