// Channels: many of them, with two clients each.

import { Pairs } from '../load/pairs.ts';
import { meter } from '../load/meter.ts';
import { type Peer, withPeer } from '../peers/peer.ts';
import { UNIT } from './fan-out.ts';
import type { Effort, Plan, Sample } from './scenario.ts';

const CHANNELS = 500;

function measure({ dialect, start }: Peer, { load, warmUp }: Effort): Promise<Sample> {
  return withPeer({ start }, async (broker) => {
    const pairs = await Pairs.join(dialect, broker.url, CHANNELS);
    await pairs.publish(warmUp());
    let deliveries = 0;
    const { cpu, bound } = await meter(broker, async () => {
      deliveries = await pairs.publish(load());
    });
    pairs.leave();
    return { value: cpu / deliveries, bound };
  });
}

export const channels: Plan = {
  id: 'channels',
  title: 'Many channels',
  what: "There are 500 channels with two clients each. Each client publishes to its channel, waits for its own message and its neighbour's, and publishes again. Counted is what a delivered message costs.",
  trials: (peers, effort) => [
    {
      cases: [{ title: `${2 * CHANNELS} clients on ${CHANNELS} channels`, unit: UNIT, better: 'less' }],
      contenders: peers.map((peer) => ({
        peer: peer.id,
        measure: async () => [await measure(peer, effort)],
      })),
    },
  ],
};
