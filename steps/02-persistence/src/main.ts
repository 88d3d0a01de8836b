// Starts the broker of stage 02, with its messages in a SQLite file.

import { run } from '01-basic-pubsub/run';
import { createBroker } from './broker.ts';
import { settings } from './settings.ts';
import { openSqliteStore } from './sqlite-store.ts';

await run({
  stage: '02-persistence',
  settings,
  create: ({ DB_FILE, RETAIN_MESSAGES }, host) => createBroker({ ...host, store: openSqliteStore(DB_FILE), retain: RETAIN_MESSAGES }),
});
