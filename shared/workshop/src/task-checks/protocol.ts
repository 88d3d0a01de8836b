// What the process that runs task checks is asked, and what it tells.

/** What is wrong with code that could not be run: the compiler's or the exception's own message, and where. */
export interface CodeError {
  /** Such as `SyntaxError: Expression expected`. */
  readonly message: string;
  /** Such as `steps/01-basic-pubsub/exercise/pubsub.ts:24:9`; empty where nothing says. */
  readonly place: string;
  /** The lines around it as they stand in the file, with a caret under the column. */
  readonly excerpt: string;
}

/** One for each task: its first check that did not pass, or that all did. */
export interface TaskResult {
  /** The task's number. */
  readonly task: string;
  /** To do: it is not written, or its checks need another task that is not. */
  readonly verdict: 'pass' | 'fail' | 'todo';
  /** The number of that other task. */
  readonly waitsFor?: string;
  /** What is wrong, in one line; empty for a pass. */
  readonly message: string;
  /** The whole story of a failure; empty for a pass. */
  readonly story: string;
}

export interface TaskOrder {
  /** The stage's folder. */
  readonly folder: string;
  /** Of the workshop; places are told from there. */
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
  | { readonly done: true };
