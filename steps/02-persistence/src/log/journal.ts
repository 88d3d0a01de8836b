// The logs of a store as the protocol requires them: each message has a number, and only the newest ones are kept.

import type { MessageStore, NewMessage, StoredMessage } from '#store';
import { TaggedPacket, type TaggedSession } from '#tags';
import type { Tags } from '@workshop/protocol';

/** The minimum time for which an id is remembered, in ms (P3-7). JetStream's default is the same. */
const REMEMBER_MS = 2 * 60 * 1000;

export class Journal {
  readonly #store: MessageStore;
  readonly #retain: number;

  /** @param retain how many messages of each log are kept */
  constructor(store: MessageStore, retain: number) {
    this.#store = store;
    this.#retain = retain;
  }

  /** Adds a message to a log, within the store's transaction. @returns its seq */
  append(key: string, message: NewMessage): number {
    const seq = this.#store.append(key, message);
    if (seq > this.#retain) this.#discard(key, seq);
    return seq;
  }

  /**
   * Retires the oldest messages of a log that has become too long: they are no longer read (P3-20). They are removed only when their ids
   * need no longer be remembered (P3-7).
   */
  #discard(key: string, newest: number): void {
    // #region retention
    this.#store.retire(key, newest - this.#retain);
    this.#store.purge(key, Date.now() - REMEMBER_MS, Date.now());
    // #endregion retention
  }
}

/** The tags of a message's MSG, whether it comes live or from the store (P3-3 to P3-5). */
export function tagsOf({ seq, id, time, from }: Pick<StoredMessage, 'seq' | 'id' | 'time' | 'from'>): Tags {
  const tags = new Map([
    ['seq', String(seq)],
    ['id', id],
    ['time', String(time)],
  ]);
  if (from !== undefined) tags.set('from', from);
  const [, origin] = from?.split('@') ?? []; // only a user of another broker has one, as in alice@broker1 (P7-14)
  if (origin !== undefined) tags.set('origin', origin);
  return tags;
}

/** The tags of the OK that a message's publisher gets (P3-8). */
export function receiptOf({ seq, id }: Pick<StoredMessage, 'seq' | 'id'>): Tags {
  return new Map([
    ['seq', String(seq)],
    ['id', id],
  ]);
}

/** Sends a session a message from a log. */
export function sendStored(session: TaggedSession, key: string, message: StoredMessage): void {
  new TaggedPacket({ verb: 'MSG', target: message.target ?? key, body: message.body, tags: tagsOf(message) }).sendTo(session);
}
