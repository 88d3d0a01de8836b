// Tells when a folder's files may have changed, also after an editor that saves by renaming, and when the folder itself was put anew.

import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** An editor truncates, writes and renames: what comes within so many ms is one save. A stream of verdicts is told as often. */
const SETTLE_MS = 60;

/**
 * Calls back after each save in a folder and its subfolders.
 * @returns how to stop
 */
export function watchFolder(folder: string, onSave: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let inside: FSWatcher | undefined;
  const saved = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onSave();
    }, SETTLE_MS);
  };
  const open = () => {
    inside?.close();
    inside = existsSync(folder) ? watch(folder, { recursive: true }, saved).on('error', () => {}) : undefined;
  };
  // A watch follows the folder that was there, not its name: its parent says when another has taken its place.
  const outside = watch(dirname(folder), (_event, name) => {
    if (name !== basename(folder)) return;
    open();
    saved();
  });
  open();
  return () => {
    clearTimeout(timer);
    outside.close();
    inside?.close();
  };
}
