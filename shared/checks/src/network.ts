// Brokers that know each other, with a proxy in each link between them.

import type { Broker } from './broker.ts';
import { wrong } from './check.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import type { Pattern } from './expected.ts';
import { type Link, LinkProxy, TurnedLink } from './link-proxy.ts';
import type { NatsServer, NatsServerOptions } from './nats-server.ts';

/** A link may take so many times as long to come up as an answer takes: it is redialled at least every 2 s (P7-17). */
export const LINK_FACTOR = 2;
/** How long to wait for a probe before the next one is sent. */
const PROBE_MS = 100;

export interface Network {
  /** `broker1`, `broker2` and so on. */
  readonly brokers: readonly Broker[];
  /** The link between two of them, by their places. */
  link(a: number, b: number): Link;
}

/** Settings of one broker of a network, by its place. */
export type SettingsOf = (place: number) => Readonly<Record<string, string>>;

/**
 * Starts so many brokers, all linked with all: each names those after it as its peers. It does not wait for the links: `reaches` does.
 * Brokers and proxies end with the check.
 */
export async function startNetwork(context: Context, size: number, settingsOf: SettingsOf = () => ({})): Promise<Network> {
  if (context.sharesStore) return startStar(context, size, settingsOf);
  const proxies = new Map<string, LinkProxy>();
  const places = placesOf(size);
  for (const a of places) for (const b of places) if (a < b) proxies.set(`${a}-${b}`, await openProxy(context));
  const link = (a: number, b: number): LinkProxy => {
    const proxy = proxies.get(`${Math.min(a, b)}-${Math.max(a, b)}`);
    if (!proxy) throw new Error(`there is no link between ${a} and ${b}`);
    return proxy;
  };
  const brokers = await Promise.all(
    places.map((place) => {
      const peers = places.filter((other) => other > place).map((other) => link(place, other).url);
      return context.start({ ...networkSettings(context, place), PEERS: peers.join(','), ...settingsOf(place) });
    }),
  );
  for (const a of places) for (const b of places) if (a < b) link(a, b).leadTo(brokers[b]?.port ?? 0);
  return { brokers, link };
}

/**
 * The same on NATS (P8-1): one server, and a proxy between it and each broker. The link between two brokers is the later one's connection
 * to the server, seen from the server.
 */
async function startStar(context: Context, size: number, settingsOf: SettingsOf): Promise<Network> {
  const server = await startServer(context);
  const places = placesOf(size);
  const ways = await Promise.all(places.map(() => openProxy(context)));
  for (const way of ways) way.leadTo(server.port);
  const brokers = await Promise.all(
    ways.map(({ port }, place) =>
      context.start({ ...networkSettings(context, place), NATS_URL: `nats://127.0.0.1:${port}`, ...settingsOf(place) }),
    ),
  );
  const links = ways.map((way) => new TurnedLink(way));
  const link = (a: number, b: number): Link => {
    const found = links[Math.max(a, b)];
    if (!found) throw new Error(`there is no link between ${a} and ${b}`);
    return found;
  };
  return { brokers, link };
}

/** A NATS server that ends with the check. */
export async function startServer(context: Context, options?: Omit<NatsServerOptions, 'folder'>): Promise<NatsServer> {
  // Loaded only here: a page loads this file too, and has neither folders nor processes.
  const { createFolder, removeFolder } = await import('./folders.ts');
  const { startNatsServer } = await import('./nats-server.ts');
  const folder = createFolder('nats-');
  const server = await startNatsServer(folder, options);
  context.atEnd(async () => {
    await server.kill();
    await removeFolder(folder);
  });
  return server;
}

const placesOf = (size: number): number[] => Array.from({ length: size }, (_, place) => place);

/** The settings that make a broker one of the network: its name, by its place, and the secret that all share. */
export function networkSettings({ secret }: Context, place: number): Record<string, string> {
  return { BROKER_NAME: `broker${place + 1}`, PEER_SECRET: `peers ${secret}` };
}

/** A proxy that is closed when the check ends. */
export async function openProxy(context: Context): Promise<LinkProxy> {
  const proxy = await LinkProxy.open();
  context.atEnd(() => proxy.close());
  return proxy;
}

/** Two brokers, and a proxy between them: the first dials. */
export interface Pair {
  readonly near: Broker;
  readonly far: Broker;
  readonly link: Link;
}

export async function startPair(context: Context, settings: Readonly<Record<string, string>> = {}): Promise<Pair> {
  return pairOf(await startNetwork(context, 2, () => settings));
}

/** The first two of a network. */
export function pairOf({ brokers, link }: Network): Pair {
  const [near, far] = brokers;
  if (!near || !far) throw new Error('a network has at least two brokers');
  return { near, far, link: link(0, 1) };
}

/**
 * Resolves once what each publisher sends to the channel reaches each subscriber, whatever their brokers: the links are up, and the
 * interest is known. By then, the messages sent to find that out have been read. Every subscriber of the channel must be named.
 */
export async function reaches(publishers: readonly Client[], subscribers: readonly Client[], channel: string): Promise<void> {
  const open = new Set(subscribers.flatMap((_, to) => publishers.map((__, from) => `${from}-${to}`)));
  const hear = (to: number, frame: string | undefined) => {
    const [, kind, from] = /MSG:[^:]*:(probe|end) (\d+)/.exec(frame ?? '') ?? [];
    if (kind === 'probe') open.delete(`${from}-${to}`);
    return kind === 'end';
  };
  const limit = LINK_FACTOR * (subscribers[0]?.patience ?? 0);
  const deadline = performance.now() + limit;
  while (open.size > 0) {
    for (const [from, publisher] of publishers.entries()) publisher.send(`PUBLISH:${channel}:probe ${from}`);
    for (const [to, subscriber] of subscribers.entries())
      for (let frame = await subscriber.frameWithin(PROBE_MS); frame !== undefined; frame = subscriber.taken()) hear(to, frame);
    if (open.size > 0 && performance.now() > deadline) {
      const [, to] = [...open][0]?.split('-').map(Number) ?? [];
      throw wrong(
        'a message did not reach a subscriber on another broker',
        `MSG:${channel}:probe … at ${subscribers[to ?? 0]?.who}, within ${limit / 1000} s`,
        'nothing',
        'the brokers are linked when one has dialled the other; each tells the other what its sessions are subscribed to',
      );
    }
  }
  // Each publisher's messages come in order: after its last one, none of its probes is still on the way.
  for (const [from, publisher] of publishers.entries()) publisher.send(`PUBLISH:${channel}:end ${from}`);
  for (const [to, subscriber] of subscribers.entries())
    for (let ends = 0; ends < publishers.length;) {
      const { verb, target, body } = await subscriber.gets(PROBES, 'messages stopped reaching another broker, although the link was up');
      if (hear(to, [verb, target, body].join(':'))) ends += 1;
    }
}

const PROBES: Pattern = {
  text: 'MSG:<channel>:end <n>',
  matches: ({ verb, body }) => verb === 'MSG' && /^(?:probe|end) \d+$/.test(body ?? ''),
};
