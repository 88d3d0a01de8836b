// The checkouts that a command is given, by the folders that were typed.

import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ROOT } from '../tools.ts';
import { UsageError } from '../usage.ts';

/** Somebody's copy of the workshop. */
export interface Checkout {
  /** Its folder's name; where two have the same, the folder as it was typed. */
  readonly name: string;
  readonly folder: string;
}

/**
 * @param from what stood behind `--from`; without it, it is this checkout
 * @param more words behind it: a shell makes several of `students/*`
 * @throws {UsageError} for a folder that is not there, and for words without a `--from` before them
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

/** A path as it was typed: pnpm itself goes to the root. */
export function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
