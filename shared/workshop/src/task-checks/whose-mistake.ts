// Whose mistake it is where several tasks fail: the checks of one task run through the code of others. A task that passes as soon as the
// others are finished has no mistake of its own, and waits for one that has.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exerciseFolder } from '../exercises/exercise.ts';
import { bodyOf } from '../exercises/regions.ts';
import { finishedFile, type Stage } from '../stages.ts';
import type { Task } from '../tasks.ts';
import { runTask } from './run-task.ts';
import type { TaskChecks } from './task-check.ts';

/**
 * @param failed the numbers of the tasks that fail, in their order
 * @returns those of them that fail only because of the others, each with the task that it waits for
 */
export async function whoWaits(stage: Stage, failed: readonly string[]): Promise<Map<string, string>> {
  const tasks = stage.tasks.filter(({ number }) => failed.includes(number));
  if (tasks.length < 2) return new Map();
  const innocent: string[] = [];
  for (const task of tasks) {
    const others = tasks.filter((other) => other !== task);
    if (await passesBeside(stage, task, others)) innocent.push(task.number);
  }
  const [culprit] = failed.filter((number) => !innocent.includes(number));
  if (culprit === undefined) return new Map(); // each passes without the others: they do not fit together, and that is a mistake
  return new Map(innocent.map((number) => [number, culprit]));
}

let rounds = 0;

/** Whether a task passes where some others are finished. */
async function passesBeside(stage: Stage, task: Task, others: readonly Task[]): Promise<boolean> {
  const round = `?finished=${(rounds += 1)}`;
  const hooks = loadAnew(stage, round, others);
  try {
    const file = pathToFileURL(join(stage.folder, 'task-checks', `${task.file}.ts`));
    const { checks } = (await import(`${file.href}${round}`)) as { checks: TaskChecks };
    const { verdict } = await runTask(task.number, checks[task.number] ?? {}, stage.root);
    return verdict === 'pass';
  } catch {
    return false; // the learner's code and ours do not go together
  } finally {
    hooks.deregister();
  }
}

/** Has the modules of the stage that are imported with this query loaded once more, with the finished bodies of some tasks. */
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
  return tasks.reduce(
    (text, { file, region }) => {
      const [own, ours] = [bodyOf(text, region), bodyOf(readFileSync(finishedFile(stage, file), 'utf8'), region)];
      return own === undefined || ours === undefined ? text : text.replace(own, () => ours);
    },
    source.replaceAll('\r\n', '\n'),
  );
}
