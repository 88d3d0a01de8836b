// The load that is measured most: many subscribers of one channel, one of whom publishes.

import { frames } from '../dialects/frames.ts';
import { Client } from './client.ts';
import { flood } from './flood.ts';
import { forPublishes } from './limit.ts';

const CHANNEL = 'bench';

/** How a fan-out is given to a broker: so many subscribers, and so many publishes in flight. */
export const FAN_OUT = { subscribers: 100, window: 32 };

/** Joins the subscribers. Resolves with a load, which publishes so many times and resolves with the number of deliveries. */
export async function joinFanOut(url: URL): Promise<(publishes: number) => Promise<number>> {
  const clients = await Client.joinAll(frames, url, FAN_OUT.subscribers, () => [CHANNEL]);
  return async (publishes) => clients.length * (await flood(clients, frames, CHANNEL, FAN_OUT.window, forPublishes(publishes)));
}
