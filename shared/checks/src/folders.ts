// Temporary folders for a grading. Even a grader that is ended in the middle leaves none behind.

import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;
const folders = new Set<string>();
// The commands that the grader started are killed first: their listener was added earlier.
process.on('exit', () => folders.forEach((folder) => rmSync(folder, REMOVAL)));

/** Creates an empty folder. */
export function createFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

/** Removes what is in a folder. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const file of await readdir(folder)) await rm(join(folder, file), REMOVAL);
}

/** Removes a folder with all that is in it. Other work goes on meanwhile: a disk may take its time. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, REMOVAL);
  folders.delete(folder);
}
