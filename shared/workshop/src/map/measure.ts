// Measures a stage: its lines, its files, and how many of those lines a learner writes.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { regionsOf } from '../exercises/regions.ts';
import { finishedFile, type Stage } from '../stages.ts';

export interface Source {
  /** From the stage's folder: `src/pubsub.ts`. */
  readonly file: string;
  readonly text: string;
}

/** Every TypeScript file below the stage's `src/`. */
export function sourcesOf({ folder }: Stage): Source[] {
  return readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => ({ file: join('src', name), text: readFileSync(join(folder, 'src', name), 'utf8') }));
}

/** Counts all lines, including empty ones and comments. */
export function linesOf(sources: readonly Source[]): number {
  return sources.reduce((sum, { text }) => sum + text.replace(/\n$/, '').split('\n').length, 0);
}

/** The number of files in the folder that has most; subfolders do not count. */
export function fullestFolder(sources: readonly Source[]): number {
  const folders = Map.groupBy(sources, ({ file }) => dirname(file));
  return Math.max(0, ...[...folders.values()].map(({ length }) => length));
}

/** Whether a file puts parts together, judging by its name; `broker.ts` does only if it defines no class. */
export function isWiring({ file, text }: Source): boolean {
  const name = basename(file, '.ts');
  return (
    ['main', 'settings', 'options', 'dev', 'development'].includes(name) ||
    (name === 'broker' && !/^(?:export |default |abstract )*class /m.test(text))
  );
}

/** The lines in the regions of the stage's tasks that are not empty. A comment in a region counts, because it is part of the answer. */
export function linesToWrite(stage: Stage): number {
  return stage.tasks.reduce((sum, { file, region: name }) => {
    const text = readFileSync(finishedFile(stage, file), 'utf8');
    const region = regionsOf(text).find((each) => each.name === name);
    if (!region) throw new Error(`${file}.ts has no region ${name}`);
    const lines = text.split('\n').slice(region.first, region.end);
    return sum + lines.filter((line) => line.trim() !== '').length;
  }, 0);
}
