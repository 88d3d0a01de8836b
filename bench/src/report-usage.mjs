// Loaded into each measured process: answers every message from its parent with the CPU time that it has used so far, with its memory, or
// with a profile of what it did since it was asked to begin one.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** In µs. By default V8 looks once a millisecond, which is less often than a fast broker does something else. */
const SAMPLING_INTERVAL = 200;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
/** Of the inspector, while there is a profile. */
let session;

const answers = {
  cpu: () => process.cpuUsage(),
  memory,
  async profile() {
    const { Session } = await import('node:inspector/promises');
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL });
    await session.post('Profiler.start');
    return 'begun';
  },
  async profiled() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  },
};

process.on('message', async (asked) => process.send?.(await answers[asked]()));
process.channel?.unref();

/** Bytes that are resident without garbage. After its usual collection, V8 keeps the emptied pages: some megabytes, now more and now less. */
function memory() {
  collectGarbage({ type: 'major', flavor: 'last-resort' });
  return process.memoryUsage.rss();
}
