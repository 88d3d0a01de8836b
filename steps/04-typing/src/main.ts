// Starts the broker of stage 04.

import { run } from '01-basic-pubsub/run';
import { createBroker } from './broker.ts';
import { optionsOf } from './options.ts';
import { admits, settings } from './settings.ts';

/** Where it listens; nothing when it does not. */
export const url = await run({ stage: '04-typing', settings, admits, create: (values, host) => createBroker(optionsOf(values, host)) });
