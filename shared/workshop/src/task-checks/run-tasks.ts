// Runs the checks of an exercise's tasks, file by file, and reports each result as it comes, in a process or in a page's worker.

import type { TaskMessage, TaskOrder } from './protocol.ts';
import { type CodeErrorOf, runTask } from './run-task.ts';
import type { TaskChecks } from './task-check.ts';

export interface TaskRun {
  /** Loads the checks of an exercised file, such as `pubsub`. They import what the learner wrote, and may throw whatever that throws. */
  load(file: string): Promise<TaskChecks>;
  tell(message: TaskMessage): void;
  readonly codeErrorOf: CodeErrorOf;
}

/** @returns the numbers of the tasks that failed */
export async function runTasks({ files }: Pick<TaskOrder, 'files'>, { load, tell, codeErrorOf }: TaskRun): Promise<string[]> {
  const failed: string[] = [];
  for (const [file, tasks] of Object.entries(files)) {
    try {
      const checks = await load(file);
      for (const task of tasks) {
        tell({ running: task });
        const result = await runTask(task, checks[task] ?? {}, codeErrorOf);
        if (result.verdict === 'fail') failed.push(task);
        tell({ result });
      }
    } catch (error) {
      tell({ broken: codeErrorOf(error) });
    }
  }
  tell({ judged: true });
  return failed;
}
