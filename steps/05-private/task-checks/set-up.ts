// Sessions that have logged in, and a store with messages in their inboxes, without a broker's commands.

import { Broker } from '01-basic-pubsub';
import { FakeClient } from '01-basic-pubsub/test';
import { MemoryStore } from '02-persistence';
import type { Device } from '#devices';

export type Client = FakeClient & Device;

/** A session of a user. */
export function sessionOf(user: string, more: Partial<Device & { tagged: boolean }> = {}): Client {
  return Object.assign(new FakeClient(new Broker()), { user, ...more });
}

/** A store in whose inboxes there are so many messages already. */
export function storeWith(messages: Readonly<Record<string, number>>): MemoryStore {
  const store = new MemoryStore();
  for (const [inbox, count] of Object.entries(messages))
    for (let n = 1; n <= count; n += 1) store.append(inbox, { id: `old-${n}`, from: 'zoe', target: '@zoe', time: 1, body: 'old' });
  return store;
}
