// What a task check is: it calls directly what the learner wrote, in milliseconds, and can say what no frame shows.

import { isDeepStrictEqual, inspect } from 'node:util';
import { type Cause, wrong } from '@workshop/checks/check';

export { wrong };

/**
 * Relies only on what the chapter, the comment above the function and the types promise, so that any right solution passes.
 * @throws {Failure} what is wrong, from `wrong` or `same`
 */
export type TaskCheck = () => void | Promise<void>;

/**
 * The checks of the tasks in one exercised file: by the task's number, then by a title that states the behaviour. Only the first failure
 * is told, so the plainest check comes first.
 */
export type TaskChecks = Readonly<Record<string, Readonly<Record<string, TaskCheck>>>>;

/**
 * Throws unless what the learner's code did is what was expected.
 * @param message what is wrong, in one line: "the session is in the table twice"
 * @param cause the most likely mistake, and what would be right
 * @throws {Failure}
 */
export function same(got: unknown, expected: unknown, message: string, cause?: Cause): void {
  if (!isDeepStrictEqual(got, expected)) throw wrong(message, show(expected), show(got), cause);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 100 });
}
