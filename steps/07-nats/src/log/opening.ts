// Opens the stream after each connect: it may be gone by now, or be a different one.

import type { Broker } from '01-basic-pubsub';
import { CLOSE_CODES } from '@workshop/protocol';
import type { Connection } from '#connection';
import { epochOf } from '#cursor';
import type { Feed } from '#feed';
import { openStream, requireRoom, type StreamOptions } from '#stream';

interface Parts {
  readonly broker: Broker;
  readonly connection: Connection;
  readonly feed: Feed;
}

/** The store that all brokers share. */
export interface Store {
  /** The name of the stream. A cursor with another epoch means nothing here (P3-14). */
  readonly epoch: string;
}

export function opening({ broker, connection, feed }: Parts, options: StreamOptions): Store {
  const store = { epoch: '' };
  let isNew = false;
  connection.onUp.push(async ({ core, manager }) => {
    if (core.info) requireRoom(core.info, options);
    const info = await openStream(manager, options);
    const before = store.epoch;
    store.epoch = epochOf(info);
    if (before === store.epoch) return;
    isNew = true;
    feed.startAt(info.state.last_seq);
    // The seq and epoch that these sessions were told no longer hold. They come back and ask again.
    if (before !== '')
      for (const session of broker.sessions) broker.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the messages are in another store now');
  });
  connection.onReady.push(() => {
    if (!isNew) void feed.catchUp();
    isNew = false;
  });
  return store;
}
