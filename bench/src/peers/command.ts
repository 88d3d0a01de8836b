// A program that isn't Node: started on a free port, and measured from outside.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@workshop/checks/free-port';
import { cpuOf, memoryOf } from '../proc.ts';
import type { Running } from './peer.ts';

/** How long a program has to start, in ms. */
const START_MS = 15_000;
const RETRY_MS = 10;

/** Why nothing but Node can be measured here, if that is so. */
export const NO_PROC = process.platform === 'linux' ? undefined : 'its CPU time is read from /proc, which Linux alone has';

/** The part of what a command prints about itself that is its version; undefined where there is no such command. */
export function versionOf(command: string, args: readonly string[], pattern: RegExp): string | undefined {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return pattern.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1];
}

/**
 * Resolves when it lets clients connect.
 * @param commandOf its command line, for a port and an empty folder
 * @throws {Error} with what it said, when it ends before that
 */
export async function startCommand(
  protocol: string,
  commandOf: (port: number, folder: string) => readonly [string, ...string[]],
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const port = await freePort();
  const [command, ...args] = commandOf(port, folder);
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const failed = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)).once('exit', () => resolve(said)));
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4096)));
  const end = performance.now() + START_MS;
  while (!(await canConnect(port))) {
    const why = await Promise.race([failed, wait(RETRY_MS)]);
    if (why === undefined && performance.now() < end) continue;
    child.kill('SIGKILL');
    throw new Error(`${command} did not come up: ${(why ?? said).trim()}`);
  }
  const pid = child.pid ?? 0;
  return {
    url: new URL(`${protocol}://127.0.0.1:${port}`),
    cpu: () => Promise.resolve(cpuOf(pid)),
    memory: () => Promise.resolve(memoryOf(pid)),
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
