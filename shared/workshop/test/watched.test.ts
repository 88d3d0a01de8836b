// Saves are noticed where the system tells of them, and where it does not.

import { EventEmitter, once } from 'node:events';
import { type FSWatcher, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lookForChanges, watchFolder, whyUntold } from '../src/watch/watched.ts';

let root: string;
let folder: string;
let stop = () => {};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watched-'));
  folder = join(root, 'exercise');
  mkdirSync(folder);
});
afterEach(() => {
  stop();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const refuse = (code: string) => Object.assign(new Error(`${code}: no more watches`), { code });

/** Systems that do not tell, each in its way. */
const systems: [string, () => FSWatcher, RegExp][] = [
  ['one that tells nothing', () => createWatcher(), /^this file system does not tell/],
  [
    'one without an instance left',
    () => {
      throw refuse('EMFILE');
    },
    /^the system watches no more files \(EMFILE\)$/,
  ],
  [
    'one that refuses later',
    () => {
      const watcher = createWatcher();
      setImmediate(() => watcher.emit('error', refuse('ENOSPC')));
      return watcher;
    },
    /^the system watches no more files \(ENOSPC\)$/,
  ],
];

function createWatcher(): FSWatcher {
  return Object.assign(new EventEmitter(), { close: () => {} }) as unknown as FSWatcher;
}

test('a save is noticed, also in a folder that was put in the place of the other', async () => {
  const saves = new EventEmitter();
  stop = watchFolder(folder, () => saves.emit('save'));
  const noticed = once(saves, 'save');
  writeFileSync(join(folder, 'a.ts'), '1');
  await noticed;
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  await once(saves, 'save');
  const again = once(saves, 'save');
  writeFileSync(join(folder, 'a.ts'), '2');
  await again;
});

test.each(systems.slice(1))('by %s, a save is noticed all the same', async (_title, system) => {
  const saves = new EventEmitter();
  stop = watchFolder(folder, () => saves.emit('save'), system);
  await once(saves, 'save');
});

test('a system that is known to tell nothing is not asked', async () => {
  vi.stubEnv('CHOKIDAR_USEPOLLING', '');
  lookForChanges();
  const saves = new EventEmitter();
  stop = watchFolder(
    folder,
    () => saves.emit('save'),
    () => expect.unreachable('it was asked'),
  );
  await once(saves, 'save');
});

test('a system that tells is known', async () => {
  expect(await whyUntold(folder)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test.each(systems)('%s is known, with what would mend it', async (_title, system, reason) => {
  expect(await whyUntold(folder, system)).toEqual({ reason: expect.stringMatching(reason), remedy: expect.any(String) });
  expect(readdirSync(folder)).toEqual([]);
});
