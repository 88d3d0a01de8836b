// Finds whose mistake it is when several tasks of an exercise on disk fail: each is judged beside the finished others, in separate modules.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exerciseFolder } from '../exercises/exercise.ts';
import { withBodyFrom } from '../exercises/regions.ts';
import { finishedFile, type Stage } from '../stages.ts';
import type { Task } from '../tasks.ts';
import type { TaskResult } from './protocol.ts';
import { runTask } from './run-task.ts';
import type { TaskChecks } from './task-check.ts';
import { codeErrorsFrom } from './thrown.ts';
import { whoWaits } from './who-waits.ts';

/** @param failed the numbers of the tasks that fail, in their order */
export function whoWaitsIn(stage: Stage, failed: readonly string[]): Promise<TaskResult[]> {
  const tasksOf = (numbers: readonly string[]) => stage.tasks.filter(({ number }) => numbers.includes(number));
  return whoWaits(failed, async (number, others) => {
    const [task] = tasksOf([number]);
    return task !== undefined && (await passesBeside(stage, task, tasksOf(others)));
  });
}

let rounds = 0;

/** Whether a task passes when some others are finished. */
async function passesBeside(stage: Stage, task: Task, others: readonly Task[]): Promise<boolean> {
  const round = `?finished=${(rounds += 1)}`;
  const hooks = loadAnew(stage, round, others);
  try {
    const file = pathToFileURL(join(stage.folder, 'task-checks', `${task.file}.ts`));
    const { checks } = (await import(`${file.href}${round}`)) as { checks: TaskChecks };
    const { verdict } = await runTask(task.number, checks[task.number] ?? {}, codeErrorsFrom(stage.root));
    return verdict === 'pass';
  } catch {
    return false; // the learner's code and ours do not fit together
  } finally {
    hooks.deregister();
  }
}

/** Loads the stage's modules that are imported with this query once more, with the finished bodies of some tasks. */
function loadAnew(stage: Stage, round: string, finished: readonly Task[]): ReturnType<typeof registerHooks> {
  const folder = pathToFileURL(join(stage.folder, '/')).href;
  return registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const isNew = context.parentURL?.endsWith(round) && resolved.url.startsWith(folder) && !resolved.url.includes('?');
      return isNew ? { ...resolved, url: `${resolved.url}${round}` } : resolved;
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const written = finished.filter(({ file }) => url === `${pathToFileURL(join(exerciseFolder(stage), `${file}.ts`)).href}${round}`);
      return written.length > 0 ? { ...loaded, source: withFinished(stage, String(loaded.source), written) } : loaded;
    },
  });
}

function withFinished(stage: Stage, source: string, tasks: readonly Task[]): string {
  const finished = (file: string) => readFileSync(finishedFile(stage, file), 'utf8');
  return tasks.reduce((text, { file, region }) => withBodyFrom(finished(file), text, region), source.replaceAll('\r\n', '\n'));
}
