// Files that leave the page for the reader's disk.

import { strToU8, zipSync } from 'fflate';

export function zipOf(files: readonly (readonly [path: string, text: string])[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(([path, text]) => [path, strToU8(text)])));
}

/** As the browser saves any download. */
export function save(name: string, content: string | Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers ask first where to put it
}
