// A load on one channel: all clients are subscribed to it, and one of them always has some publishes in flight.

import type { Dialect } from '../dialects/dialect.ts';
import type { Client } from './client.ts';
import type { Limit } from './limit.ts';

/** How many publishes are in flight in a warm-up, whatever is measured then: what Node runs often, it compiles, and runs faster. */
export const WARM_UP_WINDOW = 32;

/**
 * Publishes until it is over, and resolves with the number of publishes when every client has got all of them.
 * @param publisher one of the clients, or one that isn't subscribed; what is in flight is counted by what the first client has got
 */
export async function flood(
  clients: readonly Client[],
  dialect: Dialect,
  channel: string,
  window: number,
  isOver: Limit,
  publisher = clients[0],
): Promise<number> {
  const [first, ...others] = clients;
  if (!first || !publisher) throw new Error('there is no subscriber');
  const delivery = dialect.deliveryBytes(channel);
  const own = delivery + (first === publisher ? (dialect.answerBytes?.(clients.length) ?? 0) : 0);
  const publish = dialect.publish(channel);
  const batch = Buffer.concat(Array<Buffer>(window).fill(publish));
  const began = { own: first.bytes, others: others.map(({ bytes }) => bytes) };
  let sent = 0;
  const send = () => {
    if (isOver(sent)) return;
    const room = window - (sent - Math.floor((first.bytes - began.own) / own));
    if (room > 0) publisher.write(batch.subarray(0, room * publish.length));
    sent += Math.max(0, room);
  };
  send();
  while (first.bytes < began.own + sent * own) {
    await first.more();
    send();
  }
  await Promise.all(others.map((client, at) => client.hasGot((began.others[at] ?? 0) + sent * delivery)));
  return sent;
}
