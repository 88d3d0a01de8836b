// Links are cut or silent and brokers are killed while everybody publishes. Sessions that stay connected get every message once, in order.

import { parseFrame } from '../frames.ts';
import type { Broker } from '../broker.ts';
import { wrong } from '../check.ts';
import type { Client } from '../client.ts';
import { withinLimit } from '../time.ts';
import type { Context } from '../context.ts';
import { type Network, reaches, startNetwork } from '../network.ts';
import { StormPublisher } from './storm-publisher.ts';

/** How long it may take after the last link has healed: a silent one must first be given up, and the machine may be busy. */
const QUIET_LIMIT_MS = 60_000;
const ANSWERS_LIMIT_MS = 30_000;
/** Short, so that silent links are given up soon, and long enough for clients on a busy machine to answer in time. */
const SETTINGS = { PING_INTERVAL_MS: '2000', RETAIN_MESSAGES: '1000000' };

type Blow = 'cut' | 'silent' | 'silent one way' | 'heal' | 'kill';
type Blows = readonly [Blow, ...Blow[]];
/** The first of a round is always a cut: no storm passes by without one. */
const BLOWS: Blows = ['cut', 'silent', 'silent one way', 'heal', 'kill'];

export interface LinkStorm {
  readonly rounds: number;
  readonly brokers: number;
  /** What happens in a round: links are cut or fall silent, brokers are killed. */
  readonly blows: number;
}

/** A client that hears everything in a channel, for as long as its broker lives. */
interface Listener {
  readonly client: Client;
  readonly place: number;
  readonly ids: string[];
}

/** @throws {Failure} */
export async function linkStorm(context: Context, { rounds, brokers: size, blows }: LinkStorm): Promise<void> {
  const network = await startNetwork(context, size, () => SETTINGS);
  for (let round = 1; round <= rounds; round++) {
    const channel = context.random.word('storm');
    const listeners = await Promise.all(network.brokers.map((broker, place) => listen(context, broker, place, channel)));
    const probes = await Promise.all(network.brokers.map((broker, place) => context.join(`probe ${place + 1}`, { broker })));
    await reaches(
      probes,
      listeners.map(({ client }) => client),
      channel,
    );
    for (const { client, ids } of listeners) record(client, ids);
    const publishers = network.brokers.map((broker, place) => new StormPublisher(context, broker, channel, `publisher ${place + 1}`));
    for (const publisher of publishers) await publisher.join();
    const killed = new Set<number>();
    for (let blow = 1; blow <= blows; blow++) {
      await strike(context, network, killed, blow === 1 ? ['cut'] : BLOWS);
      await answers(
        publishers.filter((_, place) => !killed.has(place)),
        50 + context.random.below(150),
      );
    }
    await calm(network, killed);
    context.transcript.add('grader', '·', `round ${round}: quiet`);
    await Promise.all(publishers.map((publisher) => publisher.finish()));
    const stayed = listeners.filter(({ client, place }) => client.isOpen && !killed.has(place));
    if (stayed.length === 0) throw wrong('in a storm of links, every session was dropped', 'one that stays', 'none');
    for (const listener of stayed) await compare(listener, publishers);
  }
}

async function listen(context: Context, broker: Broker, place: number, channel: string): Promise<Listener> {
  const client = await context.join(`listener ${place + 1}`, { broker });
  client.send(`@label=s SUBSCRIBE:${channel}`);
  await client.settle();
  return { client, place, ids: [] };
}

function record(client: Client, ids: string[]): void {
  client.watch((text) => {
    const { verb, tags } = parseFrame(text);
    if (verb === 'MSG') ids.push(tags?.get('id') ?? '');
  });
}

/** One blow, drawn from the seed. At least one broker is left alive. */
async function strike({ random, transcript }: Context, { brokers, link }: Network, killed: Set<number>, blows: Blows): Promise<void> {
  const a = random.below(brokers.length);
  const b = (a + 1 + random.below(brokers.length - 1)) % brokers.length;
  const kind = random.pick(blows);
  transcript.add('grader', '·', `${kind}: broker${a + 1}${kind === 'kill' ? '' : ` and broker${b + 1}`}`);
  if (kind === 'cut') link(a, b).cut();
  if (kind === 'silent') link(a, b).blackhole('there', 'back');
  if (kind === 'silent one way') link(a, b).blackhole(random.pick(['there', 'back']));
  if (kind === 'heal') link(a, b).heal();
  if (kind !== 'kill' || killed.size === brokers.length - 1) return;
  killed.add(a);
  await brokers[a]?.kill();
}

/** Makes everything whole again: links heal, and killed brokers are back. The publishers come back by themselves when they finish. */
async function calm({ brokers, link }: Network, killed: ReadonlySet<number>): Promise<void> {
  for (const place of killed) {
    const broker = brokers[place];
    await broker?.start({ PORT: String(broker.port) });
  }
  for (let a = 0; a < brokers.length; a++) for (let b = a + 1; b < brokers.length; b++) link(a, b).heal();
}

/** Resolves when the publishers have got so many answers in all. */
async function answers(publishers: readonly StormPublisher[], count: number): Promise<void> {
  let left = count;
  const enough = new Promise<void>((resolve) => {
    // With every connection to NATS cut, every answer is a refusal.
    for (const publisher of publishers) publisher.onAnswer = publisher.onRefusal = () => (left -= 1) <= 0 && resolve();
  });
  await withinLimit(Promise.race([enough, ...publishers.map(({ refused }) => refused)]), ANSWERS_LIMIT_MS);
  if (left > 0) throw wrong('in a storm of links, publishes were not answered', `${count} answers`, `${count - left}`);
}

async function compare({ client, place, ids }: Listener, publishers: readonly StormPublisher[]): Promise<void> {
  const expected = publishers.map((publisher) => publisher.ids);
  const total = expected.reduce((sum, { length }) => sum + length, 0);
  const all = new Promise<void>((resolve) => {
    const look = () => ids.length >= total && resolve();
    client.watch(look);
    look();
  });
  await withinLimit(all, QUIET_LIMIT_MS);
  await client.settle(); // what comes twice may come last
  for (const [from, sent] of expected.entries()) {
    const [own, seen] = [new Set(sent), new Set(ids)];
    const got = ids.filter((id) => own.has(id));
    const at = sent.findIndex((id, n) => got[n] !== id);
    if (at < 0 && got.length === sent.length) continue;
    throw wrong(
      'after a storm, a subscriber that had stayed connected did not have every message once and in order',
      `at broker${place + 1}, from broker${from + 1}: ${sent.length} messages`,
      `lost ${sent.filter((id) => !seen.has(id)).length}, came twice ${got.length - new Set(got).size}, the first wrong one is number ${at}`,
      'a message leaves the queue for a peer when that peer has said that it is stored; and the peer remembers what it has',
    );
  }
}
