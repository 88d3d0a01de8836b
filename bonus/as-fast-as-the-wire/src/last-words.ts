// What the checks of stage 01 can't bring about from outside: a session is sent something, and closed in the same turn of the event loop.

import { once } from 'node:events';
import { createBroker } from '01-basic-pubsub';
import type { Output as Finished } from '01-basic-pubsub/output';
import { listen } from '01-basic-pubsub/server';
import { WebSocket } from 'ws';

const SETTINGS = {
  PORT: 0,
  HOST: '127.0.0.1',
  MAX_CONNECTIONS: 1,
  MAX_FRAME_BYTES: 1024,
  MAX_BUFFER_BYTES: 65_536,
  PING_INTERVAL_MS: 60_000,
};
const WORDS = ['the last but one', 'the last'];

/** Resolves with whether a client gets what it was sent right before the end of its session. */
export async function keepsLastWords(Output: typeof Finished): Promise<boolean> {
  const { broker } = createBroker({ report: (error) => console.error(error) });
  const listening = await listen({ broker, door: broker, Output }, SETTINGS);
  const client = new WebSocket(listening.url);
  const heard: string[] = [];
  client.on('message', (text) => heard.push(String(text)));
  await once(client, 'open');
  for (const session of broker.sessions) for (const body of WORDS) session.send({ frame: { verb: 'MSG', target: 'news', body } });
  const closed = once(client, 'close');
  await listening.close();
  await closed;
  return heard.join() === WORDS.map((body) => `MSG:news:${body}`).join();
}
