// What is remembered of the exercise between two calls of `pnpm wire`: it lies beside it, and goes when it is reset.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../exercise/record.json', import.meta.url);

export interface ExerciseRecord {
  /** How many steps were reached when it was measured last. */
  readonly reached: number;
  /** How many hints were given, by step. */
  readonly given: readonly number[];
}

export function readRecord(): ExerciseRecord {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as ExerciseRecord) : { reached: 0, given: [] };
}

export function writeRecord(record: ExerciseRecord): void {
  writeFileSync(FILE, `${JSON.stringify(record)}\n`);
}
