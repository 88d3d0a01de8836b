// The process that runs the checks of a stage's tasks: is given the stage's folder and one order, and tells each result as it comes.

import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TaskMessage, TaskOrder } from './protocol.ts';
import { codeErrorOf, runTask } from './run-task.ts';
import type { TaskChecks } from './task-check.ts';

process.once('disconnect', () => process.exit());
process.once('message', (order: TaskOrder) => void runAll(order));

async function runAll({ root, files }: TaskOrder): Promise<void> {
  for (const [file, tasks] of Object.entries(files)) {
    try {
      const path = join(process.argv[2] ?? '', 'task-checks', `${file}.ts`);
      const { checks } = (await import(pathToFileURL(path).href)) as { checks: TaskChecks };
      for (const task of tasks) {
        tell({ running: task });
        tell({ result: await runTask(task, checks[task] ?? {}, root) });
      }
    } catch (error) {
      tell({ broken: codeErrorOf(error, root) });
    }
  }
  flushCompileCache(); // whoever listens ends this process
  tell({ done: true });
}

function tell(message: TaskMessage): void {
  process.send?.(message, () => {}); // whoever asked may be gone, and then this process is about to end
}
