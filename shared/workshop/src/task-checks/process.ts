// The process that runs the checks of a stage's tasks: it gets the stage's folder and one order, and reports each result as it comes.

import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TaskMessage, TaskOrder } from './protocol.ts';
import { runTasks } from './run-tasks.ts';
import type { TaskChecks } from './task-check.ts';
import { codeErrorsFrom } from './thrown.ts';

const exit = process.exit.bind(process);
process.once('disconnect', () => exit());
process.exit = (code) => {
  const { stack = '' } = new Error(); // it names the line of the learner's code that called this
  const calls = stack.slice(stack.indexOf('\n'));
  writeSync(2, `ProcessExit: process.exit(${code ?? ''}) ends the broker, with the sessions of all clients${calls}\n`);
  return exit(code);
};
process.once('message', (order: TaskOrder) => void runAll(order));

async function runAll(order: TaskOrder): Promise<void> {
  const load = async (file: string) => {
    const path = join(process.argv[2] ?? '', 'task-checks', `${file}.ts`);
    return ((await import(pathToFileURL(path).href)) as { checks: TaskChecks }).checks;
  };
  const failed = await runTasks(order, { load, tell, codeErrorOf: codeErrorsFrom(order.root) });
  if (failed.length > 1) await tellWhoWaits(order.root, failed);
  flushCompileCache(); // the listener ends this process
  tell({ done: true });
}

/** If several tasks fail, those that fail only because of another one wait for it. */
async function tellWhoWaits(root: string, failed: readonly string[]): Promise<void> {
  const [{ loadStages }, { whoWaitsIn }] = await Promise.all([import('../stages.ts'), import('./whose-mistake.ts')]);
  const stage = (await loadStages(root)).find(({ folder }) => folder === process.argv[2]);
  if (!stage) return;
  const inOrder = stage.tasks.flatMap(({ number }) => (failed.includes(number) ? [number] : []));
  for (const result of await whoWaitsIn(stage, inOrder)) tell({ result });
}

function tell(message: TaskMessage): void {
  process.send?.(message, () => {}); // the process that asked may be gone, and then this one is about to end
}
