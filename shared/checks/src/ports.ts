// Which processes are in a group, and which TCP ports they listen on. Linux only: nothing but hints and shortcuts may depend on it.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';
const ZOMBIE = 'Z';

/** The ports, in rising order; `undefined` where the system does not tell. */
export function listeningPorts(group: number): number[] | undefined {
  return process.platform === 'linux' ? portsOf(processesOf(group)) : undefined;
}

/** Whether a process of the group listens on a port; `undefined` where the system does not tell. */
export function listensOn(port: number, group: number): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  // Usually the command itself listens, and searching all processes of the machine takes longer than the rest of a start.
  return portsOf([String(group)]).includes(port) || portsOf(processesOf(group)).includes(port);
}

function portsOf(pids: readonly string[]): number[] {
  const inodes = new Set(pids.flatMap(socketInodes));
  const ports = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    return linesOf(table).flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      return state === LISTEN && inodes.has(inode) ? [Number.parseInt(local.split(':').at(-1) ?? '', 16)] : [];
    });
  });
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** The ids of a group's running processes, as far as the system tells. */
export function processesOf(group: number): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    // pid (name) state parent group: the name may hold anything, so only what follows the last parenthesis is read.
    const [stat = ''] = linesOf(`/proc/${name}/stat`);
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return itsGroup === String(group) && state !== ZOMBIE;
  });
}

function socketInodes(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []);
  } catch {
    return []; // it has ended meanwhile
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
