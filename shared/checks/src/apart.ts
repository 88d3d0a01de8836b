// Grades in a process of its own, which ends with everything that it has started when the asking process goes away, however it goes.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from './check.ts';
import { ReadyProcess } from './ready-process.ts';
import type { Grading } from './grade.ts';
import type { Report } from './runner.ts';

/** A grading that can be sent to another process. */
export interface ApartGrading extends Omit<Grading, 'again' | 'onResult'> {
  /** What comes before and after `--seed N --only CHECK` in the command that repeats one check. */
  readonly again?: readonly [before: string, after: string];
}

export type ApartMessage = { readonly result: Result } | { readonly report: Report } | { readonly broke: string };

/** A caller that grades again and again may let the next grader load its code in advance. */
export const grader = new ReadyProcess(() => {
  const path = fileURLToPath(new URL('./apart-process.ts', import.meta.url));
  // It gets no terminal: when it ends, Node would put the terminal back into the state in which it was when the process began.
  const child = fork(path, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  child.stderr?.pipe(process.stderr);
  return child;
});

/**
 * Judges a command, as `grade` does.
 * @param signal ends the grading
 * @returns the report; `undefined` when the grading was ended before there was one
 * @throws {Error} when the grader itself broke
 */
export function gradeApart(
  grading: ApartGrading,
  onResult: (result: Result) => void = () => {},
  signal?: AbortSignal,
): Promise<Report | undefined> {
  const process = grader.take();
  const end = () => {
    if (process.connected) process.disconnect();
  };
  signal?.addEventListener('abort', end, { once: true });
  return new Promise<Report | undefined>((resolve, reject) => {
    process.on('message', (message: ApartMessage) => {
      if ('result' in message) onResult(message.result);
      else if ('report' in message) resolve(message.report);
      else reject(new Error(message.broke));
    });
    process.once('error', reject);
    process.once('exit', () => resolve(undefined));
    process.send(grading);
    if (signal?.aborted) end();
  }).finally(() => {
    signal?.removeEventListener('abort', end);
    end();
  });
}
