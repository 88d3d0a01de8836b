// Starts the broker of stage 07.

import { listen } from '01-basic-pubsub/server';
import { PacedOutput } from '02-persistence/paced-output';
import { checkOrigin } from '03-auth/origins';
import { run } from '@workshop/program';
import { createBroker } from './broker.ts';
import { optionsOf, settings } from './settings.ts';

/** Where it listens; `undefined` if it doesn't. */
export const url = await run('07-nats', settings, async (values, report) => {
  const { broker, dialogue, connection } = createBroker(optionsOf(values, report));
  await connection.start();
  const { url, close } = await listen({ broker, door: dialogue, Output: PacedOutput }, values, [checkOrigin(values)]);
  return {
    url,
    async close() {
      await close();
      await connection.close();
      process.exit(); // a hanging handshake with NATS keeps its socket open, which would keep the process alive
    },
  };
});
