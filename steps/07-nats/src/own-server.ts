// A NATS server for a broker under development, if NATS_URL names none. This is loaded before the broker, and the server ends with it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOW_TO_INSTALL, natsServerVersion, startNatsServer } from '@workshop/checks/nats-server';
import { knock } from './nats/knock.ts';

const KNOCK_MS = 500;

/** Ignored by git. What your own code stores is kept apart from what the finished stage stores. */
const isExercise = process.execArgv.some((option) => option.includes('exercise-07'));
const folder = fileURLToPath(new URL(`../.nats/${isExercise ? 'exercise' : 'finished'}`, import.meta.url));
const note = join(folder, 'url');

/** The server of another `dev` on this folder. A second server on the same files would destroy them, and nats-server doesn't check. */
async function findRunning(): Promise<string | undefined> {
  const url = existsSync(note) ? readFileSync(note, 'utf8') : undefined;
  return (
    url &&
    (await knock(new URL(url), KNOCK_MS).then(
      () => url,
      () => undefined,
    ))
  );
}

async function startOwn(): Promise<string> {
  if (natsServerVersion() === undefined) {
    console.error(HOW_TO_INSTALL);
    process.exit(1);
  }
  mkdirSync(folder, { recursive: true });
  const server = await startNatsServer(folder, { hasGroup: false });
  server.process.unref(); // it ends with this process, and doesn't keep it alive
  writeFileSync(note, server.url);
  return server.url;
}

if (!process.env['NATS_URL']) {
  const running = await findRunning();
  const url = (process.env['NATS_URL'] = running ?? (await startOwn()));
  console.log(
    `NATS_URL is not set: this takes ${running ? 'the server of another dev' : 'a server of its own'} at ${url}, with its files in ${folder}`,
  );
}
