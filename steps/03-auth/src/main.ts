// Starts the broker of stage 03.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { checkOrigin } from './origins.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; undefined when it does not. */
export const url = await run('03-auth', settings, (values, report) => {
  const { broker, dialogue } = createBroker(optionsOf(values, report));
  return listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
});
