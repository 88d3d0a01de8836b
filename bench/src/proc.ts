// CPU time and memory of a process that can't be asked, from Linux's /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** Units of the CPU time in /proc in a second, on every Linux that Node runs on. */
const TICKS = 100;

/** User and system CPU time of all its threads so far, in µs: to the nanosecond where the kernel keeps that, and else in its units. */
export function cpuOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const spent = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
    return spent.reduce((sum, each) => sum + each, 0) / 1000;
  } catch {
    return inUnits(pid);
  }
}

function inUnits(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may contain anything
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS;
}

/** Resident bytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes = 0] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
