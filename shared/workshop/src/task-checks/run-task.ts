// Runs the checks of one task, and reports the result.

import { Failure } from '@workshop/checks/check';
import type { CodeError } from '@workshop/checks/code-error';
import { likely, line } from '@workshop/checks/story';
import { Refusal } from '@workshop/protocol';
import type { TaskResult } from './protocol.ts';
import type { TaskCheck } from './task-check.ts';

/** How long a check has, in ms, and how many turns of the event loop after that: on a busy machine there may have been none until then. */
const LIMIT_MS = 1000;
const TURNS = 100;
/** The real timers: a check may have a clock of its own, and leave it stopped if it never ends. */
const { setTimeout, clearTimeout, setImmediate } = globalThis;

/** What is wrong with code that has thrown something, and where. */
export type CodeErrorOf = (thrown: unknown) => CodeError;

export async function runTask(task: string, checks: Readonly<Record<string, TaskCheck>>, codeErrorOf: CodeErrorOf): Promise<TaskResult> {
  for (const [title, check] of Object.entries(checks)) {
    try {
      await within(check);
    } catch (error) {
      return resultOf(task, title, error, codeErrorOf);
    }
  }
  return { task, verdict: 'pass', message: '', story: '' };
}

/** An error that a timer or a promise throws meanwhile belongs to the check, too. */
async function within(check: TaskCheck): Promise<void> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const giveUp = (turns: number): unknown => (turns > 0 ? setImmediate(giveUp, turns - 1) : reject(new NeverEnds()));
  const timer = setTimeout(giveUp, LIMIT_MS, TURNS);
  process.on('uncaughtException', reject);
  try {
    await Promise.race([check(), failed]);
  } finally {
    clearTimeout(timer);
    process.off('uncaughtException', reject);
  }
}

class NeverEnds extends Error {}

function resultOf(task: string, title: string, error: unknown, codeErrorOf: CodeErrorOf): TaskResult {
  const needed = todoIn(error);
  if (needed !== undefined) return { task, verdict: 'todo', ...(needed !== task && { waitsFor: needed }), message: '', story: '' };
  const wrong = (message: string, lines: readonly string[]): TaskResult => {
    return { task, verdict: 'fail', message, story: [message, '', ...lines].join('\n') };
  };
  if (error instanceof Failure) {
    const { message, expected, got, cause } = error.parts;
    const more = cause ? [line('likely', likely(cause, 'javascript'))] : [];
    return wrong(message, [line('expected', expected), line('got', got), ...more]);
  }
  if (error instanceof NeverEnds) {
    return wrong('it never came to its end', [
      line('expected', title),
      line('got', `a promise that was still open after ${LIMIT_MS / 1000} s`),
      line('likely', 'it waits for something that nobody does, or a promise is made and never resolved'),
    ]);
  }
  const { message, place, excerpt } = codeErrorOf(error);
  return wrong(`it threw ${message}`, [...(excerpt ? [excerpt, ''] : []), line('expected', title), ...(place ? [line('at', place)] : [])]);
}

/** The number of the unwritten task, if that is what went wrong. It may have come as an answer from the broker. */
function todoIn(error: unknown): string | undefined {
  if (error instanceof Refusal && error.code === 'TODO') return error.message.split(' ')[0];
  if (error instanceof Failure) return /ERROR:TODO:([\d.]+)/.exec(error.parts.got)?.[1];
  return undefined;
}
