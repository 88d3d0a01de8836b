// Lists the files of a folder that somebody else has filled.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files in a folder and its subfolders, with `/` between names; none if there is no such folder. Links are not followed: they may
 * lead anywhere, and a package's node_modules leads to all other packages.
 * @param isWanted is asked for files, and for folders with a `/` at the end
 */
export function filesUnder(root: string, isWanted: (path: string) => boolean, folder = ''): string[] {
  return entriesOf(join(root, folder)).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return isWanted(`${path}/`) ? filesUnder(root, isWanted, `${path}/`) : [];
    return entry.isFile() && isWanted(path) ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
