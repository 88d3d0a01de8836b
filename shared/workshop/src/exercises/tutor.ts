// The AGENTS.md that asks coding agents to teach instead of solving; their tools read it in the folder that they work in. It is given to
// each exercise once: a learner who deletes it does not get it again.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGiven, writeGiven } from '../progress/records.ts';
import type { Stage } from '../stages.ts';

export const TUTOR = 'AGENTS.md';

/** Puts the file in a stage's exercise, unless it was there and has been deleted or changed. */
export function makeTutor(stage: Stage, folder: string): void {
  const given = readGiven(stage, TUTOR);
  if (read(folder) === given && given !== textFor(stage)) giveTutor(stage, folder);
}

/** Puts the file in a stage's exercise if there is none, or an older one. */
export function giveTutor(stage: Stage, folder: string): void {
  writeFileSync(join(folder, TUTOR), textFor(stage));
  writeGiven(stage, TUTOR, textFor(stage));
}

/**
 * Takes the file out of a stage's exercise.
 * @returns whether it is gone; one that the learner has changed stays
 */
export function removeTutor(stage: Stage, folder: string): boolean {
  const text = read(folder);
  if (text !== undefined && text !== readGiven(stage, TUTOR)) return false;
  rmSync(join(folder, TUTOR), { force: true });
  return true;
}

function read(folder: string): string | undefined {
  const path = join(folder, TUTOR);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

function textFor({ number, name }: Stage): string {
  const text = readFileSync(new URL('../../tutor.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  return text.replaceAll('{{number}}', number).replaceAll('{{stage}}', name);
}
