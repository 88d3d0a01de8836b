// Files that leave the page for the reader's disk.

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

export function zipOf(files: readonly (readonly [path: string, text: string])[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(([path, text]) => [path, strToU8(text)])));
}

/**
 * The texts in a file that a reader chose, with their names: one, or all those in a zip.
 * @throws {Error} when its name says that it is a zip, and it isn't
 */
export async function textsOf(file: File): Promise<readonly (readonly [name: string, text: string])[]> {
  if (!file.name.endsWith('.zip')) return [[file.name, await file.text()]];
  const files = Object.entries(unzipSync(new Uint8Array(await file.arrayBuffer()))).filter(([path]) => !path.endsWith('/'));
  return files.map(([path, bytes]) => [path.slice(path.lastIndexOf('/') + 1), strFromU8(bytes)]);
}

/** Saves it like any download of the browser. */
export function save(name: string, content: string | Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers ask first where to put it
}
