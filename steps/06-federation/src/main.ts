// Starts the broker of stage 06.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { SocketNetwork } from './links/socket-network.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens, or nothing if it doesn't. */
export const url = await run('06-federation', settings, async (values, report) => {
  const network = new SocketNetwork(values.PING_INTERVAL_MS);
  const { broker, dialogue, federation } = createBroker(optionsOf(values, report, network));
  const listening = await listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values), network.upgrade]);
  federation?.dial();
  return listening;
});
