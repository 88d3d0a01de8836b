// A copy of some stages of a workshop, in whose exercises anything may be written and judged without touching a learner's files.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeExercises } from './exercises/exercise.ts';
import { loadStages, type Stage } from './stages.ts';

export interface WorkshopCopy {
  readonly root: string;
  readonly stages: readonly Stage[];
  remove(): void;
}

/** Copies these stages and puts starters into their exercises. All other packages are linked from the workshop that they come from. */
export async function createWorkshopCopy(originals: readonly Stage[]): Promise<WorkshopCopy> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'workshop-'))); // a module's URL names the real folder
  const remove = () => {
    process.off('exit', remove);
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on('exit', remove);
  const [first] = originals;
  if (first) {
    cpSync(join(first.root, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
    link(join(first.root, 'node_modules'), join(root, 'node_modules'));
  }
  for (const { name, folder } of originals) {
    for (const part of ['package.json', 'tasks.ts', 'src', 'task-checks', 'test']) {
      if (existsSync(join(folder, part))) cpSync(join(folder, part), join(root, 'steps', name, part), { recursive: true });
    }
    linkPackages(join(folder, 'node_modules'), join(root, 'steps', name, 'node_modules'), root);
  }
  const stages = await loadStages(root);
  makeExercises(stages);
  return { root, stages, remove };
}

/** Links the packages that a stage imports: earlier stages to their copies, if they were copied too. */
function linkPackages(from: string, to: string, root: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const copy = join(root, 'steps', name);
    link(existsSync(copy) ? copy : join(from, name), join(to, name));
  }
}

function link(target: string, path: string): void {
  symlinkSync(target, path, 'junction'); // on Windows, the kind that needs no rights
}
