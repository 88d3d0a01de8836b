// The checkouts that a command is given, named by the folders that were typed.

import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ROOT } from '../tools.ts';
import { UsageError } from '../usage.ts';

/** Somebody's copy of the workshop. */
export interface Checkout {
  /** Its folder's name; if two have the same name, the folder as it was typed. */
  readonly name: string;
  readonly folder: string;
}

/**
 * @param from what was typed after `--from`; without it, this checkout is meant
 * @param more words after that: a shell expands `students/*` to several
 * @throws {UsageError} for a folder that does not exist, and for words without a `--from` before them
 */
export function checkoutsOf(from: readonly string[] | undefined, more: readonly string[], usage: string): Checkout[] {
  if (!from) {
    if (more.length > 0) throw new UsageError(`${more[0]} is one word too many: ${usage}`);
    return [{ name: 'this checkout', folder: ROOT }];
  }
  const folders = [...from, ...more];
  const missing = folders.find((folder) => !existsSync(fromHere(folder)));
  if (missing !== undefined) throw new UsageError(`--from ${missing}: there is no folder ${fromHere(missing)}`);
  const names = folders.map((folder) => basename(fromHere(folder)));
  return folders.map((folder, n) => {
    const name = names[n] ?? folder;
    return { name: names.indexOf(name) === names.lastIndexOf(name) ? name : folder, folder: fromHere(folder) };
  });
}

/** Resolves a path from where it was typed: pnpm itself changes to the root. */
export function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
