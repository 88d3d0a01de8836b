// Starts the broker of stage 05.

import { run } from '01-basic-pubsub/run';
import { createBroker } from './broker.ts';
import { optionsOf } from './options.ts';
import { admits, settings } from './settings.ts';

/** Where it listens; nothing when it does not. */
export const url = await run({ stage: '05-private', settings, admits, create: (values, host) => createBroker(optionsOf(values, host)) });
