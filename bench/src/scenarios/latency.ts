// Latency: how long a message takes when nobody is busy.

import { Client } from '../load/client.ts';
import { drip, quantile } from '../load/drip.ts';
import { flood, WARM_UP_WINDOW } from '../load/flood.ts';
import type { Limit } from '../load/limit.ts';
import { type Peer, withPeer } from '../peers/peer.ts';
import type { Plan, Sample } from './scenario.ts';

const SUBSCRIBERS = 10;
const PER_SECOND = 100;
const MESSAGES = 400;
const CHANNEL = 'bench';
const QUANTILES = [0.5, 0.99];

export const latency: Plan = {
  id: 'latency',
  title: 'Latency',
  what: `A client publishes ${PER_SECOND} messages a second to a channel with ${SUBSCRIBERS} subscribers. Counted is the time until the last of them has the message.`,
  trials: (peers, { share, warmUp }) => [
    {
      cases: QUANTILES.map((each) => ({ title: `p${100 * each} at ${PER_SECOND} a second`, unit: 'ms', better: 'less' })),
      contenders: peers.map((peer) => ({ peer: peer.id, measure: () => measure(peer, MESSAGES * share, warmUp) })),
    },
  ],
};

function measure({ dialect, start }: Peer, count: number, warmUp: () => Limit): Promise<Sample[]> {
  return withPeer({ start }, async (broker) => {
    const clients = await Client.joinAll(dialect, broker.url, SUBSCRIBERS, () => [CHANNEL]);
    await flood(clients, dialect, CHANNEL, WARM_UP_WINDOW, warmUp());
    await drip(clients, dialect, CHANNEL, { perSecond: PER_SECOND, count: count / 4 });
    const took = await drip(clients, dialect, CHANNEL, { perSecond: PER_SECOND, count });
    for (const client of clients) client.leave();
    return QUANTILES.map((share) => ({ value: quantile(took, share), bound: 'neither' }));
  });
}
