// How far a learner is: derived from the exercise and the last verdicts on it. The board, the hints and the site all show this.

import { checksOf, type Result, type Verdict } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { fingerprintOf, isStarted, placeOf, readExercise } from './exercise.ts';
import { readResults, readTaskResults } from './records.ts';
import { isUnwritten } from './regions.ts';
import { type Stage, withExercise } from './stages.ts';
import type { TaskResult } from './task-checks/protocol.ts';
import type { Task } from './tasks.ts';

export interface StageProgress {
  readonly name: string;
  /** The exercise differs from its starter. */
  readonly started: boolean;
  /** The verdicts of the checks are on the exercise as it is now. */
  readonly graded: boolean;
  /** In the chapter's order. */
  readonly tasks: readonly TaskProgress[];
  /** In the suites' order. */
  readonly checks: readonly CheckProgress[];
  /** Why the exercise, as it is now, cannot be run: one cause, and nothing else is to be said before it is mended. */
  readonly broken?: CodeError | undefined;
  /** What the compiler says of it. */
  readonly typeErrors: readonly CodeError[];
}

/**
 * Unwritten: its `todo` is there. Written: it is gone, and nothing has judged it yet. Waiting: it can be judged when another task is right.
 * Right: its own checks pass, and no broker check is red on its account. Wrong: one is.
 */
export type TaskState = 'unwritten' | 'written' | 'waiting' | 'right' | 'wrong';

export interface TaskProgress {
  readonly number: string;
  readonly title: string;
  readonly state: TaskState;
  /** The number of the task that it waits for. */
  readonly waitsFor?: string | undefined;
  /** What is wrong, in one line; empty unless it is. */
  readonly message: string;
  /** The whole story of it. */
  readonly story: string;
  /** File and line to open, from the root. */
  readonly place: string;
}

export interface CheckProgress extends Pick<Result, 'id' | 'group' | 'title' | 'message' | 'seen' | 'story' | 'picture'> {
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
  const fingerprint = fingerprintOf(stage);
  const results = readResults(stage);
  const graded = results?.fingerprint === fingerprint;
  const verdicts = new Map(results?.checks.map((check) => [check.id, check]));
  const checks = checksOf(Number(stage.number)).map(({ check: { id, group, title } }): CheckProgress => {
    const { verdict = 'unknown', message = '', seen, story = '', picture } = verdicts.get(id) ?? {};
    return { id, group, title, verdict, message, ...(seen && { seen }), story, ...(picture && { picture }) };
  });
  const own = readTaskResults(stage);
  const { tasks, broken, typeErrors = [] } = own?.fingerprint === fingerprint ? own : { tasks: [] };
  return {
    name: stage.name,
    started: isStarted(stage),
    graded,
    tasks: tasksProgress(stage, tasks, graded ? checks : []),
    checks,
    broken,
    typeErrors,
  };
}

function tasksProgress(stage: Stage, results: readonly TaskResult[], checks: readonly CheckProgress[]): TaskProgress[] {
  const resultOn = ({ number }: Pick<Task, 'number'>) => results.find(({ task }) => task === number);
  /** It waits for a task that is wrong: what is red is the fault of that one. */
  const isHeldUp = ({ waitsFor = '' }: TaskResult) => resultOn({ number: waitsFor })?.verdict === 'fail';
  const blamed = (task: Task) => {
    return checks.find(({ id, verdict }) => {
      if (!task.checks.includes(id) || (verdict !== 'fail' && verdict !== 'error')) return false;
      // Of the tasks that a red check is about, those that are wrong by themselves explain it.
      return !stage.tasks.some((other) => other.checks.includes(id) && resultOn(other)?.verdict === 'fail');
    });
  };
  return stage.tasks.map((task): TaskProgress => {
    const { number, title } = task;
    const result = resultOn(task);
    const base = { number, title, message: '', story: '', place: placeOf(stage, task) };
    if (isUnwritten(readExercise(stage, task.file) ?? '', task)) return { ...base, state: 'unwritten' };
    if (!result) return { ...base, state: 'written' };
    if (result.verdict === 'fail') return { ...base, state: 'wrong', message: result.message, story: result.story };
    const red = isHeldUp(result) ? undefined : blamed(task);
    if (red) return { ...base, state: 'wrong', message: red.seen ?? red.message, story: red.story };
    return result.verdict === 'todo' ? { ...base, state: 'waiting', waitsFor: result.waitsFor } : { ...base, state: 'right' };
  });
}

/** Solved: nothing is red, nothing is to do, and that is said of the exercise as it is now. */
export function isDone({ graded, checks, tasks }: StageProgress): boolean {
  return graded && checks.every(({ verdict }) => verdict === 'pass') && tasks.every(({ state }) => state === 'right');
}

/** "3 of 6 tasks right". */
export function countTasks({ tasks }: StageProgress): string {
  return `${tasks.filter(({ state }) => state === 'right').length} of ${tasks.length} tasks right`;
}

/** "30 pass, 2 fail, 6 to do": the kinds that there are. */
export function count(checks: readonly Pick<CheckProgress, 'verdict'>[]): string {
  const of = (verdict: CheckProgress['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const kinds: [number, string][] = [
    [of('pass'), 'pass'],
    [of('fail'), 'fail'],
    [of('error'), 'not judged: the grader broke'],
    [of('todo'), 'to do'],
    [of('untried'), 'not tried'],
    [of('unknown'), 'not run yet'],
  ];
  return kinds.flatMap(([number, kind]) => (number > 0 ? [`${number} ${kind}`] : [])).join(', ') || 'no checks';
}
