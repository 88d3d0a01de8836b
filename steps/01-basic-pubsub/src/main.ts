// Starts the broker of stage 01.

import { Output } from '#output';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { listen } from './server.ts';
import { settings } from './settings.ts';

/** Where the broker listens, such as `ws://127.0.0.1:8765`; undefined if it could not start. */
export const url = await run('01-basic-pubsub', settings, (values, report) => {
  const { broker } = createBroker({ report });
  return listen({ broker, door: broker, Output }, values);
});
