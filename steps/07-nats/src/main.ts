// Starts the broker of stage 07.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; nothing when it does not. */
export const url = await run('07-nats', settings, async (values, report) => {
  const { broker, dialogue, connection } = createBroker(optionsOf(values, report));
  await connection.start();
  return listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
});
