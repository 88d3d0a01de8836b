// Loaded into each measured process: answers every message from its parent with the CPU time that it has used so far, or with its memory.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

process.on('message', (asked) => process.send?.(asked === 'memory' ? memory() : process.cpuUsage()));
process.channel?.unref();

/** Bytes that are resident without garbage. */
function memory() {
  collectGarbage();
  return process.memoryUsage.rss();
}
