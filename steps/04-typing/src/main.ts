// Starts the broker of stage 04.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { checkOrigin } from '03-auth/origins';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; undefined when it does not. */
export const url = await run('04-typing', settings, (values, report) => {
  const { broker, dialogue } = createBroker(optionsOf(values, report));
  return listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
});
