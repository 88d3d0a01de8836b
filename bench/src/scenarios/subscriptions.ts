// Subscriptions: what a publish costs beside few and beside many subscriptions to other channels and patterns.

import { Client } from '../load/client.ts';
import { flood } from '../load/flood.ts';
import { forPublishes } from '../load/limit.ts';
import { meter } from '../load/meter.ts';
import { natsServer, redis } from '../peers/installed.ts';
import { type Peer, withPeer } from '../peers/peer.ts';
import { stage01, stage06 } from '../peers/stages.ts';
import type { Effort, Plan, Sample } from './scenario.ts';

const CHANNEL = 'bench.topic';
const SUBSCRIBERS = 10;
const WINDOW = 32;
const PUBLISHES = 5000;
const OTHERS = [
  { sessions: 1, each: 10 },
  { sessions: 100, each: 1000 },
];
const MEASURED: readonly Peer[] = [stage01, stage06, redis, natsServer];
/** Where half of the others are patterns. In stage 01 there are none, and in Redis they are another command. */
const WITH_PATTERNS: readonly Peer[] = [stage06, natsServer];

export const subscriptions: Plan = {
  id: 'subscriptions',
  title: 'Other subscriptions',
  what: `One client publishes to a channel with ${SUBSCRIBERS} subscribers, ${WINDOW} in flight, and others are subscribed to other channels; in stage 06 and NATS, half of these are patterns. Counted is what a publish costs.`,
  trials: (peers, effort) =>
    OTHERS.map((others) => ({
      cases: [
        { title: `beside ${(others.sessions * others.each).toLocaleString('en')} others`, unit: 'µs of CPU a publish', better: 'less' },
      ],
      contenders: MEASURED.filter((peer) => peers.includes(peer)).map((peer) => ({
        peer: peer.id,
        measure: async () => [await measure(peer, others, effort)],
      })),
    })),
};

function measure(peer: Peer, { sessions, each }: (typeof OTHERS)[number], { share }: Effort): Promise<Sample> {
  const { dialect } = peer;
  return withPeer(peer, async (broker) => {
    const isPattern = (n: number) => WITH_PATTERNS.includes(peer) && n % 2 === 1;
    const others = await Client.joinAll(dialect, broker.url, sessions, (session) =>
      Array.from({ length: each }, (_, n) => `other.${session}.${n}${isPattern(n) ? '.*' : ''}`),
    );
    const clients = await Client.joinAll(dialect, broker.url, SUBSCRIBERS, () => [CHANNEL]);
    await flood(clients, dialect, CHANNEL, WINDOW, forPublishes((PUBLISHES * share) / 2));
    let publishes = 0;
    const { cpu, bound } = await meter(broker, async () => {
      publishes = await flood(clients, dialect, CHANNEL, WINDOW, forPublishes(PUBLISHES * share));
    });
    for (const client of [...others, ...clients]) client.leave();
    return { value: cpu / publishes, bound };
  });
}
