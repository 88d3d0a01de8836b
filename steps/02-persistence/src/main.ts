// Starts the broker of stage 02, with its messages in a SQLite file.

import { listen } from '01-basic-pubsub/server';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { PacedOutput } from './dialogue/paced-output.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; nothing when it does not. */
export const url = await run('02-persistence', settings, (values, report) => {
  const { broker, dialogue } = createBroker(optionsOf(values, report));
  return listen({ broker, door: dialogue, Output: PacedOutput }, values);
});
