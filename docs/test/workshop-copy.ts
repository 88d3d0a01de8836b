// A scratch copy of the workshop: commands that are run there, and sites that are built there, touch nobody's exercise and no other build.

import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
/** What belongs to the learner, to git, or to an earlier build. */
const LEFT_OUT = new Set(['node_modules', '.git', '.progress', 'exercise', 'mine', 'cache', 'dist', '.temp']);

export interface WorkshopCopy {
  readonly folder: string;
  remove(): void;
}

/** @param name what the folder's name begins with */
export function copyWorkshop(name = 'workshop-'): WorkshopCopy {
  return copyWorkshopTo(realpathSync(mkdtempSync(join(tmpdir(), name))));
}

export function copyWorkshopTo(folder: string): WorkshopCopy {
  cpSync(ROOT, folder, { recursive: true, filter: (source) => !LEFT_OUT.has(basename(source)) && !/\.db(-wal|-shm|-lock)?$/.test(source) });
  for (const parent of ['', 'docs', 'bench', ...['steps', 'shared', 'bonus'].flatMap(children)]) linkPackages(parent, folder);
  // The copy's packages are links: pnpm would find them wrong, and mend them.
  const settings = join(folder, 'pnpm-workspace.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('verifyDepsBeforeRun: install', 'verifyDepsBeforeRun: false'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

function children(parent: string): string[] {
  return readdirSync(join(ROOT, parent), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [join(parent, entry.name)] : [],
  );
}

/** The same packages as in the original: ours from the copy, all others from where they are installed. */
function linkPackages(parent: string, copy: string): void {
  const installed = join(ROOT, parent, 'node_modules');
  if (!existsSync(installed)) return;
  for (const entry of readdirSync(installed)) {
    if (entry === '.pnpm') link(join(installed, entry), join(copy, parent, 'node_modules', entry));
    else if (entry === '.bin') copyBinaries(join(installed, entry), join(copy, parent, 'node_modules', entry));
    else if (entry.startsWith('@'))
      for (const scoped of readdirSync(join(installed, entry))) linkPackage(parent, join(entry, scoped), copy);
    else if (!entry.startsWith('.')) linkPackage(parent, entry, copy);
  }
}

function linkPackage(parent: string, name: string, copy: string): void {
  const target = realpathSync(join(ROOT, parent, 'node_modules', name));
  const inside = relative(ROOT, target);
  const ours = !inside.startsWith('..') && !inside.split(sep).includes('node_modules');
  link(ours ? join(copy, inside) : target, join(copy, parent, 'node_modules', name));
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction'); // elsewhere than on Windows, the type is ignored
}

function copyBinaries(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const path = join(from, name);
    if (lstatSync(path).isSymbolicLink()) symlinkSync(realpathSync(path), join(to, name));
    else copyFileSync(path, join(to, name));
  }
}
