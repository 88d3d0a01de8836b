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
const PUBLISHES = 20_000;
/** What is added in each case. */
const OTHERS = [
  { sessions: 1, each: 10 },
  { sessions: 1, each: 990 },
  { sessions: 99, each: 1000 },
];
const MEASURED: readonly Peer[] = [stage01, stage06, redis, natsServer];
/** Where half of the others are patterns. In stage 01 there are none, and in Redis they are another command. */
const WITH_PATTERNS: readonly Peer[] = [stage06, natsServer];

export const subscriptions: Plan = {
  id: 'subscriptions',
  title: 'Other subscriptions',
  what: `One client publishes to a channel with ${SUBSCRIBERS} subscribers, ${WINDOW} in flight, and others are subscribed to other channels; in stage 06 and NATS, half of these are patterns. Counted is what a publish costs.`,
  trials: (peers, effort) => [
    {
      cases: OTHERS.map((_, at) => ({
        title: `beside ${othersUntil(at).toLocaleString('en')} others`,
        unit: 'µs of CPU a publish',
        better: 'less',
      })),
      contenders: MEASURED.filter((peer) => peers.includes(peer)).map((peer) => ({ peer: peer.id, measure: () => measure(peer, effort) })),
      isGrowth: true,
    },
  ],
};

function othersUntil(last: number): number {
  return OTHERS.slice(0, last + 1).reduce((sum, { sessions, each }) => sum + sessions * each, 0);
}

function measure(peer: Peer, { share, warmUp }: Effort): Promise<Sample[]> {
  const { dialect } = peer;
  return withPeer(peer, async (broker) => {
    const isPattern = (n: number) => WITH_PATTERNS.includes(peer) && n % 2 === 1;
    const clients = await Client.joinAll(dialect, broker.url, SUBSCRIBERS, () => [CHANNEL]);
    await flood(clients, dialect, CHANNEL, WINDOW, warmUp());
    const others: Client[] = [];
    const samples: Sample[] = [];
    for (const { sessions, each } of OTHERS) {
      const from = others.length;
      const channelsOf = (session: number) =>
        Array.from({ length: each }, (_, n) => `other.${from + session}.${n}${isPattern(n) ? '.*' : ''}`);
      others.push(...(await Client.joinAll(dialect, broker.url, sessions, channelsOf)));
      await flood(clients, dialect, CHANNEL, WINDOW, forPublishes((PUBLISHES * share) / 2));
      await broker.memory(); // collects what joining has left behind: otherwise that would be counted with the publishes
      let publishes = 0;
      const { cpu, bound } = await meter(broker, async () => {
        publishes = await flood(clients, dialect, CHANNEL, WINDOW, forPublishes(PUBLISHES * share));
      });
      samples.push({ value: cpu / publishes, bound });
    }
    for (const client of [...others, ...clients]) client.leave();
    return samples;
  });
}
