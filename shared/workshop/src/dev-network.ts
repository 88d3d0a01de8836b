// Starts three brokers of a stage that know each other: `pnpm --filter 06-federation dev:network`. Each is a process of its own, so that
// one can be killed and restarted while the others keep running.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const HOST = '127.0.0.1';
const FIRST_PORT = 8765;
/** The script that `dev` runs. It takes the stage from the folder that it is started in. */
const DEV = fileURLToPath(import.meta.resolve('../dev.ts'));

/** One of the brokers. */
export interface Member {
  readonly name: string;
  readonly port: number;
  child?: ChildProcess | undefined;
}

/**
 * Runs until Ctrl-C.
 * @param folder the stage's folder
 * @param settingsOf the settings with which a broker finds the others
 */
export async function runNetwork(
  folder: string,
  settingsOf: (member: Member, others: readonly Member[]) => Readonly<Record<string, string>>,
): Promise<void> {
  const members: Member[] = [];
  for (const [at, name] of ['broker1', 'broker2', 'broker3'].entries()) members.push({ name, port: await findPort(FIRST_PORT + at) });
  let isEnding = false;

  function start(member: Member): void {
    const others = members.filter((other) => other !== member);
    const env = { ...process.env, HOST, PORT: String(member.port), BROKER_NAME: member.name, ...settingsOf(member, others) };
    const child = spawn(process.execPath, [...process.execArgv, DEV], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    member.child = child;
    for (const stream of [child.stdout, child.stderr]) show(member.name, stream);
    child.once('close', (code) => {
      member.child = undefined;
      if (isEnding) return;
      if (code) {
        process.exitCode = code; // the broker has already said why
        return end();
      }
      console.log(`${member.name} is gone: type ${members.indexOf(member) + 1} and Enter to start it again`);
    });
  }

  /** Ends all brokers; this process then ends by itself. If the terminal has signalled them too, this changes nothing. */
  function end(): void {
    isEnding = true;
    process.stdin.destroy();
    for (const { child } of members) child?.kill();
  }

  console.log('Three brokers that know each other. Type 1, 2 or 3 and Enter to kill one, and again to start it; Ctrl-C ends all.');
  members.forEach(start);
  createInterface({ input: process.stdin }).on('line', (line) => {
    const member = members[Number(line) - 1];
    if (!member) console.log('Type 1, 2 or 3, and Enter.');
    else if (member.child) member.child.kill('SIGKILL');
    else start(member);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function show(name: string, stream: Readable): void {
  createInterface({ input: stream }).on('line', (line) => console.log(`${name}  ${line}`));
}

/** This port or, if it is taken, any free one. */
async function findPort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const server = createServer().listen(port, HOST);
    const found = await Promise.race([once(server, 'listening').then(() => server.address()), once(server, 'error')]);
    if (!found || Array.isArray(found) || typeof found === 'string') continue;
    server.close();
    await once(server, 'close');
    return found.port;
  }
  throw new Error(`no port is free at ${HOST}`);
}
