// A NATS server for a broker that is being developed, where NATS_URL names none. It is loaded before the broker, and ends with it.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HOW_TO_INSTALL, natsServerVersion, startNatsServer } from '@workshop/checks/nats-server';

/** Git-ignored. */
const FOLDER = fileURLToPath(new URL('../.nats', import.meta.url));

if (!process.env['NATS_URL']) {
  if (natsServerVersion() === undefined) {
    console.error(HOW_TO_INSTALL);
    process.exit(1);
  }
  mkdirSync(FOLDER, { recursive: true });
  const server = await startNatsServer(FOLDER);
  process.on('exit', () => void server.kill());
  process.env['NATS_URL'] = server.url;
  console.log(`NATS_URL is not set: a NATS server of its own listens at ${server.url}, and keeps its files in steps/07-nats/.nats`);
}
