// On which TCP ports the processes of a group listen. A hint for a verdict: known on Linux only, elsewhere nothing is found.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** The ports, in rising order; none where the system does not tell. */
export function listeningPorts(group: number): number[] {
  if (process.platform !== 'linux') return [];
  const inodes = new Set(processesOf(group).flatMap(socketInodes));
  const ports = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    return linesOf(table).flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      return state === LISTEN && inodes.has(inode) ? [Number.parseInt(local.split(':').at(-1) ?? '', 16)] : [];
    });
  });
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

function processesOf(group: number): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    // pid (name) state parent group: the name may hold anything, so what follows its last parenthesis is read.
    const [stat = ''] = linesOf(`/proc/${name}/stat`);
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(group);
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
