// Fan-out: one channel, with few and with many subscribers.

import { Client } from '../load/client.ts';
import { flood, WARM_UP_WINDOW } from '../load/flood.ts';
import { meter } from '../load/meter.ts';
import { type Peer, withPeer } from '../peers/peer.ts';
import { stage07 } from '../peers/stages.ts';
import type { Effort, Plan, Sample } from './scenario.ts';

const CHANNEL = 'bench';
export const UNIT = 'µs of CPU a delivery';

/** @returns CPU in µs for each delivered message */
export function measureFanOut(
  { dialect, start }: Pick<Peer, 'dialect' | 'start'>,
  subscribers: number,
  window: number,
  { load, warmUp }: Effort,
): Promise<Sample> {
  return withPeer({ start }, async (broker) => {
    const clients = await Client.joinAll(dialect, broker.url, subscribers, () => [CHANNEL]);
    await flood(clients, dialect, CHANNEL, WARM_UP_WINDOW, warmUp());
    let publishes = 0;
    const { cpu, bound } = await meter(broker, async () => {
      publishes = await flood(clients, dialect, CHANNEL, window, load());
    });
    for (const client of clients) client.leave();
    return { value: cpu / (publishes * subscribers), bound };
  });
}

export const fanOut: Plan = {
  id: 'fan-out',
  title: 'Fan-out',
  what: 'One client publishes to a channel that it and others are subscribed to. It has one publish in flight, or 32. Counted is what a delivered message costs.',
  trials: (peers, effort) =>
    [10, 100, 1000].flatMap((subscribers) =>
      [1, 32].map((window) => ({
        cases: [{ title: `${subscribers} subscribers, ${inFlight(window)}`, unit: UNIT, better: 'less' as const }],
        contenders: [...peers, ...(stage07.absence === undefined ? [stage07] : [])].map((peer) => ({
          peer: peer.id,
          measure: async () => [await measureFanOut(peer, subscribers, window, effort)],
        })),
      })),
    ),
};

export function inFlight(window: number): string {
  return window === 1 ? 'one publish in flight' : `${window} publishes in flight`;
}
