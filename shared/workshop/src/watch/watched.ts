// Tells when a folder's files may have changed, even if an editor saves by renaming, or the folder itself was replaced.
// If the system does not report changes, it polls for them.

import { existsSync, type FSWatcher, mkdirSync, rmSync, watch, type WatchListener, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** An editor truncates, writes and renames: all events within this many ms are one save. A stream of verdicts is told as often. */
const SETTLE_MS = 60;
const LOOK_MS = 1000;
/** How long the system has to report a change, in ms. It needs a hundredth of that. */
const NOTICE_MS = 1500;

/** `watch` of Node. */
type Watch = (folder: string, options: { readonly recursive?: boolean }, onChange: WatchListener<string>) => FSWatcher;

/**
 * Calls back after each save in a folder and its subfolders, and perhaps without one.
 * @returns how to stop
 */
export function watchFolder(folder: string, onSave: () => void, system: Watch = watch): () => void {
  let timer: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let inside: FSWatcher | undefined;
  const saved = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onSave();
    }, SETTLE_MS);
  };
  const look = () => {
    looking ??= setInterval(onSave, LOOK_MS);
  };
  const listen = (path: string, options: { readonly recursive?: boolean }, onChange: WatchListener<string>) => {
    try {
      return system(path, options, onChange).on('error', look);
    } catch {
      look();
      return undefined;
    }
  };
  const open = () => {
    inside?.close();
    inside = existsSync(folder) ? listen(folder, { recursive: true }, saved) : undefined;
  };
  const stop = () => {
    clearTimeout(timer);
    clearInterval(looking);
    outside?.close();
    inside?.close();
  };
  let outside: FSWatcher | undefined;
  if (isToldToLook()) {
    look();
    return stop;
  }
  // A watch follows the folder that was there, not its name: a watch on the parent tells when another has taken its place.
  outside = listen(dirname(folder), {}, (_event, name) => {
    if (name !== basename(folder)) return;
    open();
    saved();
  });
  open();
  return stop;
}

/** The variable that the site's own watcher, chokidar, reads. It holds for this process and those that it starts. */
const isToldToLook = () => !['', '0', 'false'].includes(process.env['CHOKIDAR_USEPOLLING'] ?? '');

/** Makes all watches poll for changes, here and in the site. */
export function lookForChanges(): void {
  process.env['CHOKIDAR_USEPOLLING'] = '1';
}

/**
 * Why the system does not report changes in a folder, as the beginning of a sentence, and what would mend it. `undefined` if it does
 * report them.
 */
export async function whyUntold(folder: string, system: Watch = watch): Promise<{ reason: string; remedy: string } | undefined> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `.notice-${process.pid}`);
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let watcher: FSWatcher | undefined;
  const timers = [setTimeout(() => resolve(false), NOTICE_MS), setInterval(() => writeFileSync(file, ''), SETTLE_MS)]; // a watch may begin late
  try {
    watcher = system(folder, {}, () => resolve(true)).on('error', reject);
    if (await promise) return undefined;
    return {
      reason: 'this file system does not tell when a file changes',
      remedy: 'move the workshop to a disk of the system itself, under WSL to your home folder of Linux',
    };
  } catch (error) {
    return {
      reason: `the system watches no more files (${(error as NodeJS.ErrnoException).code})`,
      remedy:
        'end other programs that watch files, or raise the limits: sudo sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288',
    };
  } finally {
    watcher?.close();
    timers.forEach(clearTimeout);
    rmSync(file, { force: true });
  }
}
