// The stream is opened after each connect: it may have gone meanwhile, or be another one.

import type { Broker } from '01-basic-pubsub';
import { CLOSE_CODES } from '@workshop/protocol';
import type { Connection } from '#connection';
import { epochOf } from '#cursor';
import type { Feed } from '#feed';
import { openStream, type StreamOptions } from '#stream';

interface Parts {
  readonly broker: Broker;
  readonly connection: Connection;
  readonly feed: Feed;
}

/** What the brokers have in common. */
export interface Store {
  /** Names the stream. A cursor with another epoch means nothing here (P3-14). */
  readonly epoch: string;
}

export function opening({ broker, connection, feed }: Parts, options: StreamOptions): Store {
  const store = { epoch: '' };
  let isNew = false;
  connection.onUp.push(async ({ manager }) => {
    const info = await openStream(manager, options);
    const before = store.epoch;
    store.epoch = epochOf(info);
    if (before === store.epoch) return;
    isNew = true;
    feed.startAt(info.state.last_seq);
    // What these sessions have been told of seq and epoch is no longer true: they come back and ask again.
    if (before !== '')
      for (const session of broker.sessions) broker.drop(session, CLOSE_CODES.SHUTTING_DOWN, 'the messages are in another store now');
  });
  connection.onReady.push(() => {
    if (!isNew) void feed.catchUp();
    isNew = false;
  });
  return store;
}
