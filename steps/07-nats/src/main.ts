// Starts the broker of stage 07.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; nothing when it does not. */
export const url = await run('07-nats', settings, async (values, report) => {
  const { broker, dialogue, connection } = createBroker(optionsOf(values, report));
  await connection.start();
  const { url, close } = await listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
  return {
    url,
    async close() {
      await close();
      await connection.close();
      process.exit(); // a handshake with NATS that hangs keeps its socket, and would keep the process
    },
  };
});
