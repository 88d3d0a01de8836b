// Starts the broker of stage 05, with the settings of stage 04: private messages need none of their own.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { optionsOf, settings } from '04-typing/settings';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';

/** Where it listens, or nothing if it doesn't. */
export const url = await run('05-private', settings, (values, report) => {
  const { broker, dialogue } = createBroker(optionsOf(values, report));
  return listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
});
