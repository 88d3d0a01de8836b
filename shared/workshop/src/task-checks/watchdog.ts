// Loaded before code that may loop forever: prints where the loop is, as an error's stack on standard error, and ends the process.

import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const LOOK_MS = 500;
/**
 * An endless loop is busy all the time: this much work, in ms, without a turn of the event loop counts as one. Waiting for a busy
 * machine is not work.
 */
const LIMIT_MS = 2000;

if (isMainThread) {
  const turns = new Int32Array(new SharedArrayBuffer(8)); // the number of turns, and whether somebody is watching
  const worker = new Worker(new URL(import.meta.url), { workerData: turns, execArgv: [] });
  await Atomics.waitAsync(turns, 1, 0).value; // a debugger that comes too late can't get in
  worker.unref();
  setInterval(() => Atomics.add(turns, 0, 1), LOOK_MS / 2).unref();
} else {
  watchMainThread(workerData as Int32Array);
}

function watchMainThread(turns: Int32Array): void {
  const session = new Session();
  session.connectToMainThread();
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => urls.set(scriptId, url)); // a frame knows no URL of a module
  session.once('Debugger.paused', ({ params }) => {
    const frames = params.callFrames.map(
      ({ functionName, location: { scriptId, lineNumber, columnNumber = 0 } }) =>
        `    at ${functionName || '<anonymous>'} (${urls.get(scriptId)}:${lineNumber + 1}:${columnNumber + 1})`,
    );
    writeSync(2, [`EndlessLoop: this ran for ${LIMIT_MS / 1000} s, and nothing else got its turn`, ...frames, ''].join('\n'));
    process.kill(process.pid, 'SIGKILL');
  });
  session.post('Debugger.enable', () => {
    Atomics.store(turns, 1, 1);
    Atomics.notify(turns, 1);
  });
  let seen = -1;
  let workedBefore = 0;
  setInterval(() => {
    const now = Atomics.load(turns, 0);
    const { user, system } = process.cpuUsage();
    const worked = (user + system) / 1000;
    if (now !== seen) workedBefore = worked;
    seen = now;
    if (worked - workedBefore >= LIMIT_MS) session.post('Debugger.pause');
  }, LOOK_MS);
}
