// What one PUBLISH does in a stage: runs the stage with all its functions instrumented, and counts the calls.

import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inSeconds, sign } from '@workshop/checks';
import { WebSocket } from 'ws';
import type { Stage } from '../stages.ts';
import type { Call } from './recorder.ts';

const LIMIT_MS = 10_000;
const SECRET = 'a secret for nothing but this trace';
const LOADER = new URL('./trace-loader.ts', import.meta.url).href;

/**
 * The calls that `PUBLISH:news:Hi` makes, from the moment its frame has arrived until its MSG is given to the socket of the one
 * subscriber, which is another session. An earlier message has gone the same way, so that what happens only the first time is left out.
 * @throws {Error} when the stage does not start, or the message does not come
 */
export async function tracePublish(stage: Stage): Promise<Call[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  const root = realpathSync(stage.root); // a module's URL is that of the real folder
  const child = fork(join(stage.folder, 'src', 'main.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', LOADER],
    // Nothing else from the environment, which may hold a broker's settings. Without SystemRoot, Windows has no sockets.
    env: { PORT: '0', DB_FILE: join(folder, 'messages.db'), AUTH_SECRET: SECRET, TRACE_ROOT: root, SystemRoot: process.env['SystemRoot'] },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    timeout: LIMIT_MS,
  });
  const exited = once(child, 'exit');
  const gone = exited.then(() => {
    throw new Error(`${stage.name} could not be traced: it ended, or its MSG did not come within ${LIMIT_MS / 1000} s`);
  });
  try {
    return await Promise.race([publish(child), gone]);
  } finally {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function publish(child: ChildProcess): Promise<Call[]> {
  const url = await addressOf(child);
  const bob = await connect(url, 'bob');
  bob.send('SUBSCRIBE:news', 'PUBLISH:news:ready');
  await bob.gets('MSG:news:ready');
  const alice = await connect(url, 'alice');
  alice.send('PUBLISH:news:ready');
  await bob.gets('MSG:news:ready');

  child.send('MSG:news:Hi');
  await once(child, 'message'); // the stage records from now on
  const record = once(child, 'message');
  alice.send('PUBLISH:news:Hi');
  await bob.gets('MSG:news:Hi');
  const [calls] = (await record) as [Call[]];
  return calls;
}

/** Resolves to the address that a stage prints. */
function addressOf({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve) => {
    stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      const [url] = /ws:\/\/\S+(?=\s)/.exec(printed) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

interface Client {
  send(...frames: string[]): void;
  /** Resolves when this frame has come, whatever its tags; other frames are passed over. */
  gets(frame: string): Promise<void>;
}

/** Connects and logs in. Stages without tokens refuse `AUTH`, which does no harm. */
async function connect(url: string, user: string): Promise<Client> {
  const socket = new WebSocket(url);
  const messages = on(socket, 'message', { close: ['close'] });
  await once(socket, 'open');
  socket.send(`AUTH:${sign({ sub: user, exp: inSeconds(60) }, SECRET)}`);
  return {
    send: (...frames) => frames.forEach((frame) => socket.send(frame)),
    async gets(frame) {
      for (;;) {
        const { value, done } = await messages.next();
        if (done) throw new Error(`the connection of ${user} was closed before ${frame} came`);
        if (String((value as unknown[])[0]).endsWith(frame)) return;
      }
    },
  };
}
