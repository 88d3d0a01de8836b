// The built site: every page as the server rendered it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyWorkshop } from './workshop-copy.ts';

export interface BuiltSite {
  /** The folder that a server would serve. */
  readonly folder: string;
  /** All that the build printed. */
  readonly log: string;
  /** By path, such as `/protocol`. */
  readonly pages: ReadonlyMap<string, string>;
  remove(): void;
}

/** How long a build may take, in ms. It takes a quarter of a minute on a machine that does nothing else. */
export const BUILD_LIMIT_MS = 240_000;

/**
 * @param base the path under which it is to be served
 * @throws {Error} with the log, when the build fails
 */
export async function buildSite(base = '/'): Promise<BuiltSite> {
  const copy = copyWorkshop();
  const docs = join(copy.folder, 'docs');
  const vitepress = join(dirname(createRequire(import.meta.url).resolve('vitepress/package.json')), 'bin', 'vitepress.js');
  const build = spawn(process.execPath, [vitepress, 'build', '--base', base], {
    cwd: docs,
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  let log = '';
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk: Buffer) => (log += String(chunk)));
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) {
    copy.remove();
    throw new Error(`the site cannot be built:\n${log}`);
  }
  const folder = join(docs, '.vitepress', 'dist');
  const pages = globSync('**/*.html', { cwd: folder }).map((file): [string, string] => [
    `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$|\.html$/, '$1')}`,
    readFileSync(join(folder, file), 'utf8'),
  ]);
  return { folder, log, pages: new Map(pages), remove: () => copy.remove() };
}
