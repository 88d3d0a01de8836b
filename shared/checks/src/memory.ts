// How much memory a process has. Known on Linux only.

import { readFileSync } from 'node:fs';

/** Bytes that the process holds in memory; `undefined` where the system does not tell, or the process has ended. */
export function residentBytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
