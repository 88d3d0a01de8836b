// The process that tries the solutions of a stage: each is put in the place of the finished region as its file is loaded, once more for each.

import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runTask } from '../../src/task-checks/run-task.ts';
import type { TaskChecks } from '../../src/task-checks/task-check.ts';
import { bodyOf } from '../../src/exercises/regions.ts';
import { finishedFile, loadStages, stageNamed } from '../../src/stages.ts';
import { codeErrorsFrom } from '../../src/task-checks/thrown.ts';
import { ROOT } from '../../src/tools.ts';
import type { Solution } from './solution.ts';

const stage = stageNamed(await loadStages(), process.argv[2]);
const { solutions } = (await import(`./${stage.name}.ts`)) as { solutions: readonly Solution[] };
const steps = String(pathToFileURL(join(ROOT, 'steps')));
let current: { readonly solution: Solution; readonly url: string; readonly region: string } | undefined;

// All of the stages is loaded once more for each solution: what imports the changed file must be new, too.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const [, round] = /\?round=(\d+)$/.exec(context.parentURL ?? '') ?? [];
    const isOurs = resolved.url.startsWith(steps) && !resolved.url.includes('/node_modules/') && !resolved.url.includes('?');
    return round !== undefined && isOurs ? { ...resolved, url: `${resolved.url}?round=${round}` } : resolved;
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (current === undefined || url.replace(/\?.*/, '') !== current.url) return loaded;
    return { ...loaded, source: changed(String(loaded.source), current.region, current.solution) };
  },
});

for (const [round, solution] of solutions.entries()) {
  const task = stage.tasks.find(({ number }) => number === solution.task);
  if (!task) throw new Error(`${stage.name} has no task ${solution.task}`);
  current = { solution, url: String(pathToFileURL(finishedFile(stage, task.file))), region: task.region };
  const checks = pathToFileURL(join(stage.folder, 'task-checks', `${task.file}.ts`));
  const loaded = (await import(`${checks.href}?round=${round}`)) as { checks: TaskChecks };
  process.send?.(await runTask(task.number, loaded.checks[task.number] ?? {}, codeErrorsFrom(ROOT)));
}

/** @throws {Error} where a solution changes what is not there */
function changed(source: string, region: string, { name, body, also = [] }: Solution): string {
  const old = bodyOf(source, region);
  if (old === undefined) throw new Error(`${name}: there is no region ${region}`);
  let text = source.replace(old, () => `${body}\n`);
  for (const [from, to] of also) {
    if (text.split(from).length !== 2) throw new Error(`${name}: this is not there once: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
