// The task checks, judged: right solutions that are not ours pass, and each plausible mistake is told in its own words.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadStages, withExercise } from '../src/stages.ts';
import type { TaskResult } from '../src/task-checks/protocol.ts';
import type { Solution } from './solutions/solution.ts';

const PROCESS = fileURLToPath(new URL('./solutions/process.ts', import.meta.url));

for (const stage of withExercise(await loadStages())) {
  const { solutions } = (await import(`./solutions/${stage.name}.ts`)) as { solutions: readonly Solution[] };

  describe.concurrent(stage.name, () => {
    const results: TaskResult[] = [];
    beforeAll(() => tryAll(stage.name, results), 60_000);

    for (const [index, { task, name, message }] of solutions.entries()) {
      test(`${task}: ${message === undefined ? 'right' : 'wrong'}: ${name}`, () => {
        const { verdict, message: got } = results[index] ?? {};
        expect([verdict, got]).toEqual(message === undefined ? ['pass', ''] : ['fail', message]);
      });
    }
  });

  test(`each task of ${stage.name} has a right solution that is not ours, and a mistake`, () => {
    const missing = stage.tasks.flatMap(({ number }) => {
      const own = solutions.filter(({ task }) => task === number);
      const isJudged = own.some(({ message }) => message === undefined) && own.some(({ message }) => message !== undefined);
      return isJudged ? [] : [number];
    });
    expect(missing).toEqual([]);
  });
}

function tryAll(stage: string, results: TaskResult[]): Promise<void> {
  const child = fork(PROCESS, [stage], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (result: TaskResult) => results.push(result));
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
