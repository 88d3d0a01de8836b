// Starts the broker of stage 03.

import { run } from '01-basic-pubsub/run';
import { openSqliteStore } from '02-persistence/sqlite';
import { createBroker } from './broker.ts';
import { admits, settings } from './settings.ts';
import { createVerifier } from './token.ts';

/** Where it listens; nothing when it does not. */
export const url = await run({
  stage: '03-auth',
  settings,
  admits,
  create: ({ DB_FILE, RETAIN_MESSAGES, AUTH_SECRET, AUTH_TIMEOUT_MS }, host) =>
    createBroker({
      ...host,
      store: openSqliteStore(DB_FILE),
      retain: RETAIN_MESSAGES,
      verify: createVerifier(AUTH_SECRET),
      authTimeout: AUTH_TIMEOUT_MS,
    }),
});
