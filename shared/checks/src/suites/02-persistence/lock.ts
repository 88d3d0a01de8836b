// Locks a SQLite file from outside, as a backup or a curious person would.

import { openSync, readSync, closeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const HEADER = 'SQLite format 3\0';

export interface Lock {
  release(): void;
}

/** Keeps everybody else from writing to the file. `undefined` where it is not a SQLite file, or its owner lets nobody else in. */
export function lockFile(file: string): Lock | undefined {
  if (!isSqlite(file)) return undefined;
  const database = new DatabaseSync(file, { timeout: 1000 });
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch {
    database.close();
    return undefined;
  }
  return { release: () => database.close() };
}

// Called before the lock is taken: on POSIX, a process that closes a file loses its locks on it.
function isSqlite(file: string): boolean {
  const header = Buffer.alloc(HEADER.length);
  try {
    const opened = openSync(file, 'r');
    readSync(opened, header);
    closeSync(opened);
  } catch {
    return false;
  }
  return header.toString('latin1') === HEADER;
}
