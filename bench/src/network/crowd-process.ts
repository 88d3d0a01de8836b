// The process of a crowd: carries out its orders, one after the other.

import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { CHANNEL, Member, publishFrame } from './member.ts';
import type { Drip, Flood, Order, Reply } from './orders.ts';

/** How many sessions connect at a time: more would only wait in the kernel. */
const AT_ONCE = 50;
const PROBE_MS = 50;
/** How long a message may be on its way, in ms; after that, it counts as lost. */
const PATIENCE_MS = 10_000;

const secret = new TextEncoder().encode(process.env['AUTH_SECRET']);
const subscribers: Member[] = [];
const publishers: Member[] = [];
let published = 0;

async function join(members: Member[], url: string, sessions: number, channelsOf: (user: string) => readonly string[]): Promise<void> {
  for (let done = 0; done < sessions; done += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, sessions - done) }, async () => {
      const user = crypto.randomUUID();
      const token = await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(user).setExpirationTime('1h').sign(secret);
      return await Member.join(new URL(url), token, channelsOf(user));
    });
    members.push(...(await Promise.all(some)));
  }
}

/** Publishes from one publisher after the other: as with people, one seldom has two messages on their way. */
function publish(count: number): void {
  for (let n = 0; n < count; n++) publishers[++published % publishers.length]?.write(publishFrame(published));
}

async function settle(): Promise<void> {
  const began = performance.now();
  do {
    publish(1);
    const probe = published;
    await sleep(PROBE_MS);
    if (performance.now() - began > PATIENCE_MS) throw new Error(`message ${probe} has not reached everyone`);
  } while (!subscribers.every(({ last }) => last === published));
}

/** How many messages the slowest subscriber has got since `starts`. */
const slowest = (starts: readonly number[]): number =>
  subscribers.reduce((least, { received }, at) => Math.min(least, received - (starts[at] ?? 0)), Number.POSITIVE_INFINITY);

const receivedNow = () => subscribers.map(({ received }) => received);

let wake = () => {};

/** Resolves in the next turn of the event loop in which something comes. */
function nextDelivery(): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing has come for ${PATIENCE_MS} ms`)), PATIENCE_MS);
    wake = () => {
      wake = () => {};
      clearTimeout(timer);
      setImmediate(resolve);
    };
  });
}

async function flood(seconds: number, window: number): Promise<Flood> {
  for (const subscriber of subscribers) subscriber.onDelivery = () => wake();
  const starts = receivedNow();
  const first = published;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;
  for (let arrived = 0; performance.now() < end || arrived < published - first; arrived = slowest(starts)) {
    const room = window - (published - first - arrived);
    if (room > 0 && performance.now() < end) publish(room);
    await nextDelivery();
  }
  const took = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { publishes: published - first, seconds: took, cpu: user + system };
}

async function drip(seconds: number, perSecond: number): Promise<Drip> {
  const starts = receivedNow();
  const sent: number[] = [];
  const seen = subscribers.map(() => 0);
  const latencies: number[] = [];
  for (const [at, subscriber] of subscribers.entries())
    subscriber.onDelivery = () => {
      const now = performance.now();
      // There is only one publisher, so its messages come in the order in which it sent them.
      for (const arrived = subscriber.received - (starts[at] ?? 0); (seen[at] ?? 0) < arrived; seen[at] = (seen[at] ?? 0) + 1)
        latencies.push(now - (sent[seen[at] ?? 0] ?? Number.NaN));
    };
  const began = performance.now();
  for (let n = 0; n < seconds * perSecond; n++) {
    await sleep(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
    sent.push(performance.now());
    publishers[0]?.write(publishFrame(++published));
  }
  const last = performance.now();
  while (slowest(starts) < sent.length) {
    if (performance.now() - last > PATIENCE_MS) throw new Error(`of ${sent.length} messages, ${slowest(starts)} came`);
    await sleep(PROBE_MS);
  }
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { p50: quantile(0.5), p99: quantile(0.99) };
}

async function perform(order: Order): Promise<object> {
  switch (order.task) {
    case 'join': {
      const { url, sessions, channels } = order;
      const own = (user: string, count: number) => Array.from({ length: count }, (_, n) => `${user}.${n}`);
      await join(subscribers, url, sessions, (user) => (channels === 'shared' ? [CHANNEL] : own(user, channels)));
      return {};
    }
    case 'publishers':
      await join(publishers, order.url, order.sessions, () => []);
      return {};
    case 'settle':
      await settle();
      return {};
    case 'flood':
      return flood(order.seconds, order.window);
    case 'drip':
      return drip(order.seconds, order.perSecond);
  }
}

process.on('message', (order: Order) => {
  const reply = (reply: Reply) => process.send?.(reply);
  perform(order).then(
    (answer) => reply({ answer }),
    (error: unknown) => reply({ error: String(error) }),
  );
});
