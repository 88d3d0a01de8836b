// How each task of an exercise stands, derived from its text and the last verdicts. This needs no files and no Node, so it also runs in a
// page.

import type { Picture, Verdict } from '@workshop/checks';
import { isUnwritten } from '../exercises/regions.ts';
import type { TaskResult } from '../task-checks/protocol.ts';
import type { Task } from '../tasks.ts';
import { isRed } from '../verdicts/red.ts';
import type { ExerciseResult } from './records.ts';

/**
 * Unwritten: its `todo` is there. Written: the `todo` is gone, and nothing has judged the task yet. Waiting: it can be judged once
 * another task is right.
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
  /** The same story as a picture, and the rules that are broken, if it comes from a broker check. */
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

/** Where the learner's code is read: each file by its name, such as `pubsub`, and the file and line of a task as a person opens it. */
export interface Work {
  readonly tasks: readonly Task[];
  textOf(file: string): string;
  placeOf(task: Task): string;
}

/** @param checks the verdicts on the exercise as it is now; empty if they are on another version */
export function tasksProgress(work: Work, results: readonly TaskResult[], checks: readonly CheckProgress[]): TaskProgress[] {
  // A mistake found by a task's own checks may turn any check of the broker red, so until it is mended no other task is blamed for one.
  const red = results.some(({ verdict }) => verdict === 'fail') ? [] : checks.filter((check) => isRed(check) && !check.from);
  return work.tasks.map((task): TaskProgress => {
    const { number, title } = task;
    const result = results.find((each) => each.task === number);
    const base = { number, title, message: '', story: '', rules: [], place: work.placeOf(task) };
    if (isUnwritten(work.textOf(task.file), task)) return { ...base, state: 'unwritten' };
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
