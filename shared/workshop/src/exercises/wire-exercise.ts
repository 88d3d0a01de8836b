// The exercise of the bonus chapter: the plain loop, which works from the start, and is slow.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../tools.ts';

export const WIRE = join(ROOT, 'bonus', 'as-fast-as-the-wire');
const EXERCISE = join(WIRE, 'exercise', 'output.ts');
/** How far it is, and which hints were given. */
const RECORD = join(WIRE, 'exercise', 'record.json');

/** Makes the exercise where it is missing. */
export function makeWireExercise(): void {
  if (existsSync(EXERCISE)) return;
  mkdirSync(dirname(EXERCISE), { recursive: true });
  writeFileSync(EXERCISE, starter());
}

function starter(): string {
  const loop = readFileSync(join(WIRE, 'src', 'outputs', '1-plain.ts'), 'utf8');
  return loop
    .replace(/^.*\n/, '// Your output. It works, and it is slow: make it fast, and let `pnpm wire` judge it.\n')
    .replaceAll(/^ *\/\/ #.*\n/gm, '');
}

/**
 * Makes a fresh exercise.
 * @returns where the old one is kept, from the workshop's folder; nothing if nobody had written in it
 */
export function resetWireExercise(now = new Date()): string | undefined {
  rmSync(RECORD, { force: true });
  if (!existsSync(EXERCISE) || readFileSync(EXERCISE, 'utf8') === starter()) return undefined;
  const kept = join(dirname(EXERCISE), `kept-${now.toISOString().slice(0, 19).replaceAll(':', '')}.ts`); // Windows allows no colon
  renameSync(EXERCISE, kept);
  makeWireExercise();
  return relative(ROOT, kept).replaceAll('\\', '/');
}
