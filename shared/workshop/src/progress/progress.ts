// How far a learner is: derived from the exercise and the last verdicts on it. The board, the hints and the site all show this.

import { checksOf } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { attemptsAt } from '../exercises/attempts.ts';
import { fingerprintOf, isStarted, placeOf, readExercise } from '../exercises/exercise.ts';
import { listed, type Stage, withExercise } from '../stages.ts';
import { readResults, readTaskResults } from './records.ts';
import { type CheckProgress, type TaskProgress, tasksProgress, type Work } from './task-progress.ts';

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
  /** The numbers of the reader's own earlier stages that the checks ran on; empty if they ran on the finished ones. */
  readonly below: readonly string[];
  /** Why the exercise, as it is now, cannot be run: one cause, and there is nothing else to say until it is mended. */
  readonly broken?: CodeError | undefined;
  /** The names of the attempts that are kept, the oldest first. */
  readonly kept: readonly string[];
  /** What the compiler says about it. */
  readonly typeErrors: readonly CodeError[];
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
    tasks: tasksProgress(workIn(stage), tasks, graded ? checks : []),
    checks,
    below: Object.keys(results?.below ?? {}),
    broken,
    kept: attemptsAt(stage).map((attempt) => attempt.name),
    typeErrors,
  };
}

function workIn(stage: Stage): Work {
  return {
    tasks: stage.tasks,
    textOf: (file) => readExercise(stage, file) ?? '',
    placeOf: (task) => placeOf(stage, task),
  };
}

/** Whether the exercise, as it is now, is solved: nothing is red, and nothing is to do. */
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
