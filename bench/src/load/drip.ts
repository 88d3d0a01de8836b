// A load that keeps no broker busy: messages at a fixed rate, and how long each is on its way to the last of its subscribers.

import { setTimeout as wait } from 'node:timers/promises';
import type { Dialect } from '../dialects/dialect.ts';
import type { Client } from './client.ts';

/** Resolves with the time that each message took, in ms. */
export async function drip(
  clients: readonly Client[],
  dialect: Dialect,
  channel: string,
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
): Promise<number[]> {
  const [publisher] = clients;
  if (!publisher) throw new Error('there is no subscriber');
  const publish = dialect.publish(channel);
  const delivery = dialect.deliveryBytes(channel);
  const answer = dialect.answerBytes?.(clients.length) ?? 0;
  const sent: number[] = [];
  const took: number[] = [];
  const missing: number[] = [];
  const done = Promise.withResolvers<void>();
  for (const client of clients) {
    const each = delivery + (client === publisher ? answer : 0);
    const began = client.bytes;
    let received = 0;
    const take = () => {
      const now = performance.now();
      for (; received < Math.floor((client.bytes - began) / each); received++) {
        missing[received] = (missing[received] ?? clients.length) - 1;
        if (missing[received] === 0) took.push(now - (sent[received] ?? now));
      }
      if (took.length === count) done.resolve();
    };
    client.listen(take, done.reject);
  }
  const publishAll = async () => {
    const start = performance.now();
    for (let n = 0; n < count; n++) {
      await wait(Math.max(0, start + (n * 1000) / perSecond - performance.now()));
      sent.push(performance.now());
      publisher.write(publish);
    }
  };
  await Promise.all([publishAll(), done.promise]);
  return took;
}

/** @param share from 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
