// One measurement of a network, in fresh processes.

import { cpus } from 'node:os';
import { Brokers, SECRET, type Stage } from './brokers.ts';
import { Crowd } from './crowd.ts';
import type { Drip } from './orders.ts';

/** How many subscribers the one channel has, over all brokers. */
export const SUBSCRIBERS = 100;
export const FEW_SUBSCRIBERS = 4;
/** How many publishers there are, all on the first broker. */
const PUBLISHERS = 256;
/** How many messages are in flight. */
export const WINDOW = 1024;
export const PER_SECOND = 100;
const WARM_UP_S = 1;
const FLOOD_S = 3;
const DRIP_S = 4;
/** The share of a core, or of all cores, from which on it counts as used up. */
const FULL = 0.9;

const SESSIONS = { before: 1000, measured: 2000 };
const CHANNELS = { before: 5, measured: 50, each: 1000 };
/** Interest reaches linked brokers within a second of the OK (P7-9). */
const INTEREST_MS = 1000;

/** What one flood measures. CPU is in µs for each publish. */
export interface Load {
  readonly delivered: number;
  readonly brokers: readonly number[];
  readonly nats: number;
  readonly othersCores: number;
  readonly bound: string;
}

async function within<T>(stage: Stage, count: number, work: (brokers: Brokers, crowd: Crowd) => Promise<T>): Promise<T> {
  const brokers = await Brokers.start(stage, count);
  const crowd = new Crowd(SECRET);
  try {
    return await work(brokers, crowd);
  } finally {
    crowd.stop();
    await brokers.stop();
  }
}

/** The rate under load, and the latency without it. */
export function measureThroughput(stage: Stage, count: number): Promise<Load & Drip> {
  return within(stage, count, async (brokers, crowd) => {
    await gather(brokers, crowd, SUBSCRIBERS);
    const drip = await crowd.do({ task: 'drip', seconds: DRIP_S, perSecond: PER_SECOND });
    return { ...drip, ...(await flood(brokers, crowd, SUBSCRIBERS, WINDOW)) };
  });
}

/** The load of a single broker, with many messages in flight or with one. */
export function measureLoad(stage: Stage, subscribers: number, window: number): Promise<Load> {
  return within(stage, 1, async (brokers, crowd) => {
    await gather(brokers, crowd, subscribers);
    return flood(brokers, crowd, subscribers, window);
  });
}

async function gather(brokers: Brokers, crowd: Crowd, subscribers: number): Promise<void> {
  const [first] = brokers.all;
  if (first) await crowd.do({ task: 'publishers', url: first.url.href, sessions: PUBLISHERS });
  const sessions = subscribers / brokers.all.length;
  for (const { url } of brokers.all) await crowd.do({ task: 'join', url: url.href, sessions, channels: 'shared' });
  await crowd.do({ task: 'settle' });
}

async function flood(brokers: Brokers, crowd: Crowd, subscribers: number, window: number): Promise<Load> {
  await crowd.do({ task: 'flood', seconds: WARM_UP_S, window });
  const before = { brokers: await brokers.cpu(), nats: brokers.natsCpu, machine: machineCpu() };
  const { publishes, seconds, cpu } = await crowd.do({ task: 'flood', seconds: FLOOD_S, window });
  const used = (await brokers.cpu()).map((now, n) => now - (before.brokers[n] ?? 0));
  const nats = brokers.natsCpu - before.nats;
  const cores = (µs: number) => µs / 1e6 / seconds;
  const busy = cores(machineCpu() - before.machine);
  const ours = [
    ...used.map((broker, n): [string, number] => [`broker${n + 1}`, broker]),
    ['nats-server', nats] as const,
    ['the load', cpu] as const,
  ];
  const [busiest = ['', 0]] = ours.toSorted(([, a], [, b]) => b - a);
  return {
    delivered: (publishes * subscribers) / seconds,
    brokers: used.map((broker) => broker / publishes),
    nats: nats / publishes,
    othersCores: Math.max(0, busy - ours.reduce((sum, [, one]) => sum + cores(one), 0)),
    bound:
      cores(busiest[1]) > FULL ? busiest[0] : busy > FULL * cpus().length ? "the machine's cores" : 'the disk, and waiting for answers',
  };
}

/** CPU time of everything on this machine, in µs. */
function machineCpu(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) * 1000, 0);
}

/** What a session costs that only listens: its memory in bytes, and the CPU time to let it in, in µs. */
export function measureSessions(stage: Stage): Promise<{ session: number; join: number }> {
  return within(stage, 1, async ({ all: [broker] }, crowd) => {
    if (!broker) throw new Error('there is no broker');
    const join = (sessions: number) => crowd.do({ task: 'join', url: broker.url.href, sessions, channels: 'shared' });
    await join(SESSIONS.before);
    const before = { memory: await broker.memory(), cpu: await broker.cpu() };
    await join(SESSIONS.measured);
    const cpu = (await broker.cpu()) - before.cpu;
    return { session: ((await broker.memory()) - before.memory) / SESSIONS.measured, join: cpu / SESSIONS.measured };
  });
}

/** The memory of a channel that one session of the second broker is subscribed to: there, and on the first broker or the NATS server. */
export function measureInterest(stage: Stage): Promise<{ subscription: number; interest: number }> {
  return within(stage, 2, async (brokers, crowd) => {
    const [first, second] = brokers.all;
    if (!first || !second) throw new Error('there are no two brokers');
    const join = async (sessions: number) => {
      await crowd.do({ task: 'join', url: second.url.href, sessions, channels: CHANNELS.each });
      await new Promise((resolve) => setTimeout(resolve, INTEREST_MS));
    };
    const memory = async () => ({
      there: await second.memory(),
      elsewhere: stage === '07-nats' ? brokers.natsMemory : await first.memory(),
    });
    await join(CHANNELS.before);
    const before = await memory();
    await join(CHANNELS.measured);
    const after = await memory();
    const channels = CHANNELS.measured * CHANNELS.each;
    return { subscription: (after.there - before.there) / channels, interest: (after.elsewhere - before.elsewhere) / channels };
  });
}
