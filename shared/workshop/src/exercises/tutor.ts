// The file that asks coding agents to teach and not to solve. Their tools read an AGENTS.md in the folder that they work in. It is given to
// each exercise once: whoever deletes it has seen the last of it.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGiven, writeGiven } from '../progress/records.ts';
import type { Stage } from '../stages.ts';

export const TUTOR = 'AGENTS.md';

/** Puts it in a stage's exercise, unless it was there and is gone, or is not as it was given. */
export function seedTutor(stage: Stage, folder: string): void {
  const given = readGiven(stage, TUTOR);
  if (read(folder) === given && given !== textFor(stage)) giveTutor(stage, folder);
}

/** Puts it in a stage's exercise where there is none, or an older one. */
export function giveTutor(stage: Stage, folder: string): void {
  writeFileSync(join(folder, TUTOR), textFor(stage));
  writeGiven(stage, TUTOR, textFor(stage));
}

/**
 * Takes it out of a stage's exercise.
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
