// Starts the broker of stage 02, with its messages in a SQLite file.

import { run } from '01-basic-pubsub/run';
import { createBroker } from './broker.ts';
import { optionsOf } from './options.ts';
import { settings } from './settings.ts';

await run({ stage: '02-persistence', settings, create: (values, host) => createBroker(optionsOf(values, host)) });
