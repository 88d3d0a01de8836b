// A file belongs to one broker at a time. If two shared a file, each would deliver only what was published to it.

import { realpathSync } from 'node:fs';
import { SettingError } from '@workshop/program/settings';
import Database from 'better-sqlite3';
import { isLocked } from './sqlite-errors.ts';

/** How long a predecessor that was told to end may take (P0-4), in ms. */
const MAX_WAIT_MS = 2000;

/**
 * Takes the file for this process, until the lock is closed or the process ends. However it ends, the system releases the lock (P3-22).
 * The lock is on an empty file beside it: a lock on the file itself would keep out the tools that people use to look into it.
 * @throws {SettingError} when another broker has it
 */
export function takeOwnership(file: string, wait: number): Database.Database {
  const lock = new Database(`${realpathSync(file)}-lock`, { timeout: Math.min(wait, MAX_WAIT_MS) });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!isLocked(error)) throw error;
    throw new SettingError(
      `DB_FILE=${file} is another broker's, which runs: a PORT of its own is not enough, give this one a file of its own too, as in DB_FILE=second.db`,
    );
  }
}
