// What is wrong when SQLite fails: one line for the person who runs the broker, with a way out.

import { SettingError } from '@workshop/program/settings';

export const DAMAGED = 'is damaged, and was left as it is: put a copy in its place, or give a new file';

/** By the start of SQLite's code. */
const CAUSES: readonly (readonly [code: string, text: string])[] = [
  ['SQLITE_BUSY', 'is locked by another program: end that one, or give a file of its own'],
  ['SQLITE_FULL', 'cannot grow, for the disk is full: make room'],
  ['SQLITE_READONLY', 'may not be written: give a file that this user may write, in a folder where it may make others beside it'],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_NOTADB', 'is no SQLite file, and was left as it is: give another name'],
  ['SQLITE_IOERR', 'cannot be read or written: see to its disk, and to how large a file may be'],
  ['SQLITE_CANTOPEN', 'cannot be opened: give a file in a folder that exists and may be written'],
];

/** An error of SQLite as one line that names the file; any other error as it is. */
export function explain(file: string, error: unknown): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined) return error;
  const [, text = `cannot be used: ${error.message} (${code})`] = CAUSES.find(([start]) => code.startsWith(start)) ?? [];
  return new SettingError(`DB_FILE=${file} ${text}`, { cause: error });
}

/** Whether another program has kept the file locked for longer than we waited. */
export function isLocked(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_BUSY') ?? false;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_') ? String(error.code) : undefined;
}
