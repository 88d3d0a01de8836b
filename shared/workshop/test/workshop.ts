// A workshop of its own for a test: copies of some stages, whose exercises and records may be written without touching anybody's.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exerciseFolder } from '../src/exercise.ts';
import { createScratch, type Scratch } from '../src/scratch.ts';
import { finishedFile, loadStages, type Stage } from '../src/stages.ts';

export type Workshop = Scratch;

/** Copies the stages of these names, or all; their exercises are seeded. */
export async function createWorkshop(names?: readonly string[]): Promise<Workshop> {
  const stages = await loadStages();
  return createScratch(names ? stages.filter(({ name }) => names.includes(name)) : stages);
}

/** Rewrites a file of an exercise. */
export function edit(stage: Stage, file: string, change: (text: string) => string): void {
  const path = join(exerciseFolder(stage), `${file}.ts`);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** The finished text of a file. */
export function finished(stage: Stage, file: string): string {
  return readFileSync(finishedFile(stage, file), 'utf8');
}
