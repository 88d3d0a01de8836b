// The source that an error is in, where that is a file on the disk.

import { readFileSync } from 'node:fs';

/** The lines of a file; none where there is no such file. */
export function linesOnDisk(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').split('\n');
  } catch {
    return [];
  }
}
