// Judges an exercise in a process of its own, which can be ended at any moment.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from '@workshop/checks';

export interface GraderRequest {
  /** The workshop's folder. */
  readonly root: string;
  /** The stage's number. */
  readonly stage: string;
  /** Check ids; absent: all. */
  readonly only?: readonly string[] | undefined;
  /** How long the exercise has for an answer, in ms. */
  readonly patience: number;
}

export type GraderMessage = Result | 'done';

export interface Grading {
  /** Resolves to whether it came to its end: all results are there. */
  readonly finished: Promise<boolean>;
  cancel(): void;
}

export function startGrading(request: GraderRequest, onResult: (result: Result) => void): Grading {
  const grader = fork(fileURLToPath(new URL('grader.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  const disconnect = () => {
    if (grader.connected) grader.disconnect();
  };
  const finished = new Promise<boolean>((resolve) => {
    grader.on('message', (message: GraderMessage) => {
      if (message !== 'done') return onResult(message);
      resolve(true);
      disconnect();
    });
    grader.once('exit', () => resolve(false));
  });
  grader.send(request);
  return { finished, cancel: disconnect };
}
