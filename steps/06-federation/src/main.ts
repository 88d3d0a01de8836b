// Starts the broker of stage 06.

import { run } from '01-basic-pubsub/run';
import { createBroker } from './broker.ts';
import { optionsOf } from './options.ts';
import { PeerSockets } from './peer-sockets.ts';
import { admits, settings } from './settings.ts';

const sockets = new PeerSockets();

/** Where it listens; nothing when it does not. */
export const url = await run({
  stage: '06-federation',
  settings,
  admits,
  door: sockets,
  create: (values, host) => createBroker(optionsOf(values, host, sockets)),
});
