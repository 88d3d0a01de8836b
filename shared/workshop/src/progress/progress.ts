// How far a learner is: derived from the exercise and the last verdicts on it. The board, the hints and the site all show this.

import { checksOf, type Picture, type Verdict } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { attemptsAt } from '../exercises/attempts.ts';
import { fingerprintOf, isStarted, placeOf, readExercise } from '../exercises/exercise.ts';
import { type ExerciseResult, readResults, readTaskResults } from './records.ts';
import { isUnwritten } from '../exercises/regions.ts';
import { listed, type Stage, withExercise } from '../stages.ts';
import type { TaskResult } from '../task-checks/protocol.ts';
import type { Task } from '../tasks.ts';
import { isRed } from '../verdicts/verdicts.ts';

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
  /** The numbers of the reader's own earlier stages that the checks ran on; none: on the finished ones. */
  readonly below: readonly string[];
  /** Why the exercise, as it is now, cannot be run: one cause, and nothing else is to be said before it is mended. */
  readonly broken?: CodeError | undefined;
  /** The names of the attempts that are kept, the oldest first. */
  readonly kept: readonly string[];
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
  /** The same to be drawn, and the rules that are broken, where a broker check says it. */
  readonly picture?: Picture | undefined;
  readonly rules: readonly string[];
  /** File and line to open, from the root. */
  readonly place: string;
}

export interface CheckProgress extends Pick<
  ExerciseResult,
  'id' | 'group' | 'title' | 'rules' | 'message' | 'seen' | 'story' | 'picture' | 'from'
> {
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
  const checks = checksOf(Number(stage.number)).map(({ check: { id, group, title, rules } }): CheckProgress => {
    const { verdict = 'unknown', message = '', seen, story = '', picture, from } = verdicts.get(id) ?? {};
    return { id, group, title, rules, verdict, message, ...(seen && { seen }), story, ...(picture && { picture }), ...(from && { from }) };
  });
  const own = readTaskResults(stage);
  const { tasks, broken, typeErrors = [] } = own?.fingerprint === fingerprint ? own : { tasks: [] };
  return {
    name: stage.name,
    started: isStarted(stage),
    graded,
    tasks: tasksProgress(stage, tasks, graded ? checks : []),
    checks,
    below: Object.keys(results?.below ?? {}),
    broken,
    kept: attemptsAt(stage).map((attempt) => attempt.name),
    typeErrors,
  };
}

function tasksProgress(stage: Stage, results: readonly TaskResult[], checks: readonly CheckProgress[]): TaskProgress[] {
  const resultOn = ({ number }: Task) => results.find(({ task }) => task === number);
  // A mistake that a task's own checks have found may redden any check of the broker: no other task is blamed for one meanwhile.
  const red = results.some(({ verdict }) => verdict === 'fail') ? [] : checks.filter((check) => isRed(check) && !check.from);
  return stage.tasks.map((task): TaskProgress => {
    const { number, title } = task;
    const result = resultOn(task);
    const base = { number, title, message: '', story: '', rules: [], place: placeOf(stage, task) };
    if (isUnwritten(readExercise(stage, task.file) ?? '', task)) return { ...base, state: 'unwritten' };
    if (!result) return { ...base, state: 'written' };
    if (result.verdict === 'fail') return { ...base, state: 'wrong', message: result.message, story: result.story };
    const blaming = red.find(({ id }) => task.checks.includes(id));
    if (blaming) {
      const { message, seen = message, story, picture, rules } = blaming;
      return { ...base, state: 'wrong', message: seen, story, picture, rules };
    }
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

/** ", on your own 01 and 02"; empty where the checks ran on the finished stages. */
export function onOwnStages({ below }: StageProgress): string {
  return below.length > 0 ? `, on your own ${listed(below)}` : '';
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
