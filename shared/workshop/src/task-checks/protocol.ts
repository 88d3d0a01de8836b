// What the process that runs task checks is asked, and what it tells.

import type { CodeError } from '@workshop/checks/code-error';

/** The result of one task: its first check that did not pass, or that all passed. */
export interface TaskResult {
  /** The task's number. */
  readonly task: string;
  /** To do: the task is not written, or its checks need another task that is not written or not right. */
  readonly verdict: 'pass' | 'fail' | 'todo';
  /** The number of that other task. */
  readonly waitsFor?: string;
  /** What is wrong, in one line; empty for a pass. */
  readonly message: string;
  /** The whole story of a failure; empty for a pass. */
  readonly story: string;
}

export interface TaskOrder {
  /** The root of the workshop, which places are relative to. */
  readonly root: string;
  /** The exercised files, each with the numbers of its tasks. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

export type TaskMessage =
  /** From now on the checks of this task run. */
  | { readonly running: string }
  | { readonly result: TaskResult }
  /** A file could not be loaded. */
  | { readonly broken: CodeError }
  /** All checks have run. A result that comes after this replaces an earlier one. */
  | { readonly judged: true }
  | { readonly done: true };
