// Starts the broker of stage 01: settings in, one line out, and an orderly end.

import { createBroker } from './broker.ts';
import { run } from './run.ts';
import { settings } from './settings.ts';

await run({ stage: '01-basic-pubsub', settings, create: (_settings, host) => createBroker(host) });
