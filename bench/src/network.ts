// A network: stage 06 with its own links beside stage 07 on one NATS server. One, two and four brokers take turns.

import { HOW_TO_INSTALL, natsServerVersion } from '@workshop/checks/nats-server';
import { formatRatios } from './figures.ts';
import { type Stage, STAGES } from './network/brokers.ts';
import { costsOf } from './network/costs.ts';
import * as measure from './network/measure.ts';
import type { Load } from './network/measure.ts';
import type { Drip } from './network/orders.ts';
import { type Costs, type Figure, figureOf, occasion, save, type Throughput } from './network/results.ts';
import { alignedRows } from './table.ts';

const SIZES = [1, 2, 4] as const;
const { SUBSCRIBERS, FEW_SUBSCRIBERS, WINDOW, PER_SECOND } = measure;

type Costing = { readonly [Name in keyof Costs]: number };

/** The measurements of all rounds of a stage. */
interface Measured {
  readonly throughput: Readonly<Record<(typeof SIZES)[number], (Load & Drip)[]>>;
  readonly costs: Costing[];
}

/** @throws {Error} when the figures should be kept, and stage 07 can't be measured */
export async function network(rounds: number, isSaved: boolean): Promise<void> {
  const hasNats = natsServerVersion() !== undefined && process.platform === 'linux';
  const missing = process.platform === 'linux' ? HOW_TO_INSTALL : 'the CPU time of a NATS server is read from /proc, which Linux alone has';
  if (!hasNats && isSaved) throw new Error(`--save keeps the figures of both stages, and there is no NATS server to measure: ${missing}`);
  if (!hasNats) console.log(`07-nats is left out: ${missing}\n`);

  const stages = STAGES.filter((stage) => hasNats || stage !== '07-nats');
  const measured = new Map(stages.map((stage): [Stage, Measured] => [stage, { throughput: { 1: [], 2: [], 4: [] }, costs: [] }]));
  for (let round = 1; round <= rounds; round++) {
    const say = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[Kround ${round} of ${rounds}: ${what}`);
    for (const size of SIZES)
      for (const [stage, { throughput }] of measured) {
        say(`${stage}, ${size} broker${size > 1 ? 's' : ''}`);
        throughput[size].push(await measure.measureThroughput(stage, size));
      }
    for (const [stage, { throughput, costs }] of measured) {
      say(`${stage}, what each thing costs`);
      costs.push(await measureCosts(stage, throughput[1].at(-1), throughput[4].at(-1)));
    }
    say('');
  }

  const throughput = SIZES.flatMap((size) => [...measured].map(([stage, { throughput }]) => summarize(stage, size, throughput[size])));
  printThroughput(throughput);
  for (const [stage, { costs }] of measured) printCosts(stage, summarizeCosts(costs));
  const mesh = measured.get('06-federation');
  const onNats = measured.get('07-nats');
  if (!mesh || !onNats) return;
  printRatios(mesh.throughput, onNats.throughput);
  if (!isSaved) return;
  const loads = [mesh, onNats].flatMap(({ throughput }) => Object.values(throughput).flat());
  save({
    ...occasion(rounds),
    subscribers: SUBSCRIBERS,
    window: WINDOW,
    perSecond: PER_SECOND,
    othersCores: figureOf(loads.map(({ othersCores }) => othersCores)),
    throughput,
    costs: { '06-federation': summarizeCosts(mesh.costs), '07-nats': summarizeCosts(onNats.costs) },
  });
}

async function measureCosts(stage: Stage, one: Load | undefined, four: Load | undefined): Promise<Costing> {
  if (!one || !four) throw new Error('the costs are taken from what was measured before');
  const few = await measure.measureLoad(stage, FEW_SUBSCRIBERS, WINDOW);
  const oneAtATime = await measure.measureLoad(stage, SUBSCRIBERS, 1);
  const fewAtATime = await measure.measureLoad(stage, FEW_SUBSCRIBERS, 1);
  const memory = { ...(await measure.measureSessions(stage)), ...(await measure.measureInterest(stage)) };
  return { ...costsOf({ one, four, few, oneAtATime, fewAtATime }, stage === '06-federation'), ...memory };
}

function summarize(stage: Stage, brokers: number, rounds: readonly (Load & Drip)[]): Throughput {
  const figure = (read: (round: Load & Drip) => number) => figureOf(rounds.map(read));
  const bounds = rounds.map(({ bound }) => bound);
  const often = (bound: string) => bounds.filter((other) => other === bound).length;
  return {
    stage,
    brokers,
    delivered: figure(({ delivered }) => delivered),
    brokersCpu: figure(({ brokers }) => brokers.reduce((sum, cpu) => sum + cpu, 0) / SUBSCRIBERS),
    natsCpu: figure(({ nats }) => nats / SUBSCRIBERS),
    p50: figure(({ p50 }) => p50),
    p99: figure(({ p99 }) => p99),
    bound: bounds.toSorted((a, b) => often(b) - often(a))[0] ?? '',
  };
}

function summarizeCosts(rounds: readonly Costing[]): Costs {
  const figure = (name: keyof Costs) => figureOf(rounds.map((round) => round[name]));
  return {
    publish: figure('publish'),
    forward: figure('forward'),
    receive: figure('receive'),
    natsPublish: figure('natsPublish'),
    natsCopy: figure('natsCopy'),
    delivery: figure('delivery'),
    sharedDelivery: figure('sharedDelivery'),
    join: figure('join'),
    session: figure('session'),
    subscription: figure('subscription'),
    interest: figure('interest'),
  };
}

const range = ({ median, low, high }: Figure, digits: number) =>
  `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;

function printThroughput(rows: readonly Throughput[]): void {
  console.log(`one channel with ${SUBSCRIBERS} subscribers on all brokers, ${WINDOW} publishes in flight on the first of them`);
  const table = rows.map(({ stage, brokers, delivered, brokersCpu, natsCpu, p50, p99, bound }) => [
    stage,
    `${brokers}`,
    range(delivered, 0),
    range(brokersCpu, 2),
    range(natsCpu, 2),
    range(p50, 1),
    range(p99, 1),
    bound,
  ]);
  const latency = `at ${PER_SECOND} a second`;
  printTable([
    ['', 'brokers', 'delivered a second', 'µs of CPU a delivery', 'of nats-server', `p50 ms ${latency}`, 'p99 ms', 'bound by'],
    ...table,
  ]);
}

const MEANINGS: readonly (readonly [keyof Costs, string, number, string])[] = [
  ['publish', 'a publish', 1, 'µs'],
  ['forward', 'more for each other broker', 1, 'µs'],
  ['receive', 'on each other broker', 1, 'µs'],
  ['natsPublish', 'nats-server, a message', 1, 'µs'],
  ['natsCopy', 'nats-server, each further copy', 1, 'µs'],
  ['delivery', 'a delivery that is alone', 2, 'µs'],
  ['sharedDelivery', 'a delivery among many', 2, 'µs'],
  ['join', 'to let a session in', 0, 'µs'],
  ['session', 'a session', 0, 'bytes'],
  ['subscription', 'a subscription', 0, 'bytes'],
  ['interest', 'interest, elsewhere', 0, 'bytes'],
];

function printCosts(stage: Stage, costs: Costs): void {
  console.log(`${stage}: what each thing costs`);
  printTable(MEANINGS.map(([name, meaning, digits, unit]) => [meaning, range(costs[name], digits), unit]));
}

function printRatios(old: Measured['throughput'], now: Measured['throughput']): void {
  console.log('07-nats / 06-federation, round by round');
  const ratios = (read: (round: Load & Drip) => number) => SIZES.map((size) => formatRatios(now[size].map(read), old[size].map(read)));
  printTable([
    ['', ...SIZES.map((size) => `${size} broker${size > 1 ? 's' : ''}`)],
    ['delivered a second', ...ratios(({ delivered }) => delivered)],
    ['CPU of all', ...ratios(({ brokers, nats }) => brokers.reduce((sum, cpu) => sum + cpu, nats))],
    ['p50', ...ratios(({ p50 }) => p50)],
    ['p99', ...ratios(({ p99 }) => p99)],
  ]);
}

function printTable(rows: readonly (readonly string[])[]): void {
  console.log(`${alignedRows(rows)}\n`);
}
