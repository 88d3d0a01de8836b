// What a network of a given size does, needs and fails at, computed from measured costs. Everything is spread as evenly as it can be. A
// real network has busy hours and one channel that everybody reads, so take the result as the least that is needed.

import type { Costs, Stage } from 'bench/results';

export interface Scale {
  readonly sessions: number;
  /** Channels that each session is subscribed to. */
  readonly channels: number;
  /** Sessions that are subscribed to each channel. */
  readonly subscribers: number;
  /** Messages a second in each channel. */
  readonly rate: number;
  readonly brokers: number;
  readonly engine: Stage;
}

/** Medians, in µs of CPU and bytes. */
export type Medians = Readonly<Record<keyof Costs, number>>;

export interface Estimate {
  /** Messages a second. */
  readonly publishes: number;
  readonly deliveries: number;
  /** Messages a second between machines, when each broker and the NATS server has one of its own. */
  readonly crossings: number;
  /** Cores of all brokers together, and of the NATS server. */
  readonly brokerCores: number;
  readonly natsCores: number;
  /** Bytes of all brokers together, and of the NATS server. */
  readonly brokerMemory: number;
  readonly natsMemory: number;
  /** Links between brokers, or connections to the NATS server. */
  readonly links: number;
  /**
   * How long the other brokers do nothing but let in the sessions of one that died, in seconds. A lone broker lets in its own sessions
   * again.
   */
  readonly rejoin: number;
  /** The fullest first. */
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly name: keyof typeof LIMITS;
  /** What is needed, as a share of what there is: above 1, it breaks. */
  readonly use: number;
}

const GIB = 2 ** 30;

/** What each broker or the NATS server has. */
export const LIMITS = {
  core: { title: 'core of a broker', meaning: 'one, because JavaScript runs on one thread', amount: 1 },
  memory: { title: 'memory of a broker', meaning: "4 GiB, to which Node's heap grows by default", amount: 4 * GIB },
  files: { title: 'open files of a broker', meaning: '1,048,576, the most that Linux allows a process by default', amount: 2 ** 20 },
  bandwidth: { title: 'network of a broker', meaning: '10 Gbit/s', amount: 10e9 / 8 },
  stream: { title: 'the one stream', meaning: 'one core, because only one server at a time writes to it', amount: 1 },
  natsMemory: { title: 'memory of NATS', meaning: '64 GiB', amount: 64 * GIB },
} as const;

/** What a message of 64 bytes takes when it is alone in its packet: with its frame, and the headers of TCP, IP and Ethernet. */
const WIRE_BYTES = 160;
const MICRO = 1e-6;

export function estimate(scale: Scale, costs: Medians): Estimate {
  const { sessions, brokers, engine } = scale;
  const isMesh = engine === '06-federation';
  const subscriptions = sessions * scale.channels;
  const perChannel = Math.min(scale.subscribers, sessions);
  const channels = subscriptions / perChannel;
  const publishes = channels * scale.rate;
  const deliveries = subscriptions * scale.rate;
  // Subscribers may be on any broker: this is how likely it is that a given broker has at least one of them.
  const reach = 1 - (1 - 1 / brokers) ** perChannel;
  const others = publishes * (brokers - 1) * reach;
  const copies = isMesh ? others : publishes * brokers * reach;

  const brokerCores = (publishes * costs.publish + others * (costs.forward + costs.receive) + deliveries * costs.delivery) * MICRO;
  const stream = publishes * costs.natsPublish * MICRO;
  const natsCores = stream + Math.max(0, copies - publishes) * costs.natsCopy * MICRO;

  const known = channels * reach * costs.interest; // of the channels of one broker
  const own = (sessions * costs.session + (subscriptions - sessions) * costs.subscription) / brokers;
  const memory = own + (isMesh ? (brokers - 1) * known : 0);
  const natsMemory = isMesh ? 0 : brokers * known;
  const links = isMesh ? (brokers * (brokers - 1)) / 2 : brokers;

  const use = {
    core: brokerCores / brokers,
    memory,
    files: sessions / brokers + (isMesh ? brokers - 1 : 1),
    bandwidth: ((deliveries + (isMesh ? others : publishes)) / brokers) * WIRE_BYTES,
    stream: isMesh ? 0 : stream,
    natsMemory,
  };
  const names = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  return {
    publishes,
    deliveries,
    crossings: isMesh ? copies : publishes + copies,
    brokerCores,
    natsCores: isMesh ? 0 : natsCores,
    brokerMemory: memory * brokers,
    natsMemory,
    links,
    rejoin: ((sessions / brokers) * costs.join * MICRO) / Math.max(1, brokers - 1),
    limits: names
      .map((name) => ({ name, use: use[name] / LIMITS[name].amount }))
      .filter((limit) => limit.use > 0)
      .toSorted((a, b) => b.use - a.use),
  };
}

/** How full anything may be, so that there is room for busy hours and for the sessions of a broker that died. */
export const ROOM = 0.5;

/** The numbers of brokers to try: 1, 2, 5, 10 and so on. */
export const BROKERS = [...steps(1, 5_000), 10_000];

/** 1, 2, 5, 10 and so on. */
export function steps(first: number, last: number): number[] {
  const found: number[] = [];
  for (let power = first; power <= last; power *= 10) found.push(...[1, 2, 5].map((digit) => digit * power).filter((step) => step <= last));
  return found.map((step) => Number(step.toPrecision(1)));
}

/** The fewest brokers with which nothing is fuller than `ROOM`; `undefined` where more brokers don't help. */
export function brokersFor(scale: Omit<Scale, 'brokers'>, costs: Medians): number | undefined {
  return BROKERS.find((brokers) => estimate({ ...scale, brokers }, costs).limits.every(({ use }) => use <= ROOM));
}

/** The limit that no number of brokers gets below: of the fullest limits at each number, the least full. */
export function barrierFor(scale: Omit<Scale, 'brokers'>, costs: Medians): Limit | undefined {
  const fullest = BROKERS.flatMap((brokers) => estimate({ ...scale, brokers }, costs).limits[0] ?? []);
  return fullest.toSorted((a, b) => a.use - b.use)[0];
}
