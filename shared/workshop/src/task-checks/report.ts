// What the checks of an exercise's tasks said, put together from the messages that they send while they run.

import type { CodeError } from '@workshop/checks/code-error';
import { line } from '@workshop/checks/story';
import { isUnwritten } from '../exercises/regions.ts';
import type { Task } from '../tasks.ts';
import type { TaskMessage, TaskOrder, TaskResult } from './protocol.ts';

export interface TaskReport {
  /** In the order of the tasks; a task of which nothing is known is left out. */
  readonly tasks: readonly TaskResult[];
  /** Why a file could not be run, or not to its end: it does not load, it ended the process, or it loops forever. */
  readonly broken?: CodeError | undefined;
}

/** The learner's files, by name, such as `pubsub`. */
export interface Exercise {
  readonly tasks: readonly Task[];
  textOf(file: string): string;
  /** Whether somebody has written in it. */
  isChanged(file: string): boolean;
}

/**
 * The written tasks by their files, and files that were changed only outside the tasks, because those may not load. The other tasks are
 * to do, whatever a check would say.
 */
export function writtenTasks({ tasks, textOf, isChanged }: Exercise, onTodo: (result: TaskResult) => void): TaskOrder['files'] {
  const files: Record<string, string[]> = {};
  for (const task of tasks) {
    if (isUnwritten(textOf(task.file), task)) onTodo({ task: task.number, verdict: 'todo', message: '', story: '' });
    else (files[task.file] ??= []).push(task.number);
  }
  for (const { file } of tasks) if (isChanged(file)) files[file] ??= [];
  return files;
}

export class ReportInProgress {
  readonly #onResult: (result: TaskResult) => void;
  readonly #results = new Map<string, TaskResult>();
  #broken: CodeError | undefined;
  #running: string | undefined;
  /** All checks have run. */
  isJudged = false;

  constructor(onResult: (result: TaskResult) => void) {
    this.#onResult = onResult;
  }

  take = (result: TaskResult): void => {
    this.#results.set(result.task, result);
    this.#onResult(result);
  };

  hear(message: TaskMessage): void {
    if ('running' in message) this.#running = message.running;
    else if ('result' in message) this.take(message.result);
    else if ('broken' in message) this.#broken ??= message.broken;
    else if ('judged' in message) this.isJudged = true;
  }

  /** The checks will not run to their end: the task whose checks were running is the one that failed. */
  breakOff(error: CodeError): void {
    this.#broken ??= error;
    if (this.#running) this.take(brokenResult(this.#running, this.#broken));
  }

  /** @param tasks in the order in which to report them */
  report(tasks: readonly Task[]): TaskReport {
    return { tasks: tasks.flatMap(({ number }) => this.#results.get(number) ?? []), broken: this.#broken };
  }
}

function brokenResult(task: string, { message, place, excerpt }: CodeError): TaskResult {
  return { task, verdict: 'fail', message, story: [message, '', excerpt, place && line('at', place)].join('\n').trimEnd() };
}
