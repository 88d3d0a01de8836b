// Links: a message that another broker delivers, beside one that the broker itself delivers.

import { setTimeout as wait } from 'node:timers/promises';
import { framesWithLogin } from '../dialects/frames.ts';
import { Client } from '../load/client.ts';
import { flood, WARM_UP_WINDOW } from '../load/flood.ts';
import { forPublishes } from '../load/limit.ts';
import { meter } from '../load/meter.ts';
import { Brokers, type Stage } from '../network/brokers.ts';
import { login, stage06, stage07 } from '../peers/stages.ts';
import type { Effort, Plan, Sample } from './scenario.ts';

const CHANNEL = 'bench';
const WINDOW = 32;
/** Publishes before the measurement. In the same time, a network would have less to warm up with than a single broker. */
const WARM_UP = 20_000;
/** Interest reaches linked brokers within a second of the OK (P7-9). */
const INTEREST_MS = 1000;

interface Network {
  readonly peer: string;
  readonly stage: Stage;
  readonly brokers: number;
}

const NETWORKS: readonly Network[] = [
  { peer: stage06.id, stage: '06-federation', brokers: 1 },
  { peer: '06-one-link', stage: '06-federation', brokers: 2 },
  { peer: '06-two-links', stage: '06-federation', brokers: 3 },
  ...(stage07.absence === undefined ? [{ peer: '07-two-brokers', stage: '07-nats', brokers: 2 } as const] : []),
];

export const links: Plan = {
  id: 'links',
  title: 'Links',
  what: `One client publishes on the first broker of a network, ${WINDOW} in flight, and all subscribers are on the other brokers. Beside it: a single broker that has them all. Counted is what a publish costs all brokers together, and the NATS server.`,
  trials: (_peers, effort) =>
    [1, 10, 100].map((subscribers) => ({
      cases: [{ title: `${subscribers} subscriber${subscribers > 1 ? 's' : ''}`, unit: 'µs of CPU a publish', better: 'less' }],
      contenders: NETWORKS.filter(({ brokers }) => brokers - 1 <= subscribers).map((network) => ({
        peer: network.peer,
        measure: async () => [await measure(network, subscribers, effort)],
      })),
    })),
};

async function measure({ stage, brokers: count }: Network, subscribers: number, { load, share }: Effort): Promise<Sample> {
  const brokers = await Brokers.start(stage, count);
  try {
    const dialect = framesWithLogin(login);
    const [first, ...others] = brokers.all;
    if (!first) throw new Error('there is no broker');
    const delivering = others.length > 0 ? others : [first];
    const clients: Client[] = [];
    for (const { url } of delivering)
      clients.push(...(await Client.joinAll(dialect, url, subscribers / delivering.length, () => [CHANNEL])));
    await wait(INTEREST_MS);
    const publisher = await Client.join(dialect, first.url, []);
    await flood(clients, dialect, CHANNEL, WARM_UP_WINDOW, forPublishes(WARM_UP * share), publisher);
    const cpu = async () => (await brokers.cpu()).reduce((sum, each) => sum + each, brokers.natsCpu);
    let publishes = 0;
    const used = await meter({ cpu }, async () => {
      publishes = await flood(clients, dialect, CHANNEL, WINDOW, load(), publisher);
    });
    for (const client of [publisher, ...clients]) client.leave();
    return { value: used.cpu / publishes, bound: used.bound };
  } finally {
    await brokers.stop();
  }
}
