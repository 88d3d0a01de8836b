// Runs the workshop's tools: each as its own process, with the Node that runs this.

import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './usage.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The programs built on Vite: the site's, and the one that runs the tests of `pnpm test`. */
const MADE_WITH_VITE = new Set(['vitepress', 'vitest']);

/** Why Vite cannot work in a folder, and what would mend it: it reads these characters as if they were part of a URL. */
export function whyNoVite(root = ROOT): string | undefined {
  const [sign] = /[#?%]/.exec(root) ?? [];
  return (
    sign &&
    `${resolve(root)} has a ${sign} in it, and the site and pnpm test cannot work with that: rename that folder, or move the workshop`
  );
}

/**
 * Runs a program in a folder of the workshop. `node` is the Node that runs this; any other name is a package found from that folder, or
 * `name/binary` for one of its binaries.
 * @returns its exit code; 1 when a signal ended it
 */
export async function run(folder: string, program: string, ...args: readonly string[]): Promise<number> {
  return exitOf(launch(folder, program, args, 'inherit'));
}

/**
 * Starts a program as `run` does, and ends it when this process ends.
 * @throws {UsageError} when it cannot work in this folder
 */
export function launch(folder: string, program: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const reason = MADE_WITH_VITE.has(program) ? whyNoVite() : undefined;
  if (reason !== undefined) throw new UsageError(reason);
  const cwd = resolve(ROOT, folder);
  const script = program === 'node' ? [] : [binary(cwd, program)];
  const child = spawn(process.execPath, [...script, ...args], { cwd, stdio });
  const kill = () => child.kill();
  process.on('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/**
 * Resolves to the child's exit code, or to 1 when a signal ended it.
 * @param event `close` comes once everything that it has printed has arrived, too
 */
export async function exitOf(child: ChildProcess, event: 'exit' | 'close' = 'exit'): Promise<number> {
  const [code] = (await once(child, event)) as [number | null];
  return code ?? 1;
}

/** Runs the tests of one project of vitest.config.ts. */
export function vitest(project: string, ...args: readonly string[]): Promise<number> {
  return run('.', 'vitest', 'run', '--project', project, ...args);
}

// Not from node_modules/.bin: on Windows that has a .cmd, which Node does not start without a shell.
function binary(cwd: string, program: string): string {
  const [name = program, bin = name] = program.split('/');
  const require = createRequire(join(cwd, 'package.json'));
  const folder = require.resolve
    .paths(name)
    ?.map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`${name} is not installed: type npx -y pnpm@12 install`);
  const manifest = require(join(folder, 'package.json')) as { bin: string | Record<string, string> };
  const path = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin];
  if (path === undefined) throw new Error(`the package ${name} has no binary ${bin}`);
  return join(folder, path);
}
