// What is on its way to a peer: a log like any other, with one reader, which may be away for a long time.

import type { MessageStore } from '02-persistence';
import type { Envelope, NumberedEnvelope } from '#envelope';

/** How many messages may wait for one peer (P7-16). */
export const MAX_WAITING = 100_000;

/** How long the id of a message that has arrived is remembered, in ms (P3-7). */
const REMEMBER_MS = 2 * 60 * 1000;

export class Outbox {
  readonly #store: MessageStore;
  readonly #key: string;
  readonly #limit: number;
  readonly #full: () => void;
  /** The peer has everything up to this number. It is stored with the next envelope, in one transaction. */
  #arrived = 0;
  #isOverflowing = false;

  /** @param full is called when the outbox begins to drop messages */
  constructor(store: MessageStore, peer: string, limit: number, full: () => void) {
    this.#store = store;
    this.#key = `>${peer}`; // a name that no channel and no inbox can have
    this.#limit = limit;
    this.#full = full;
  }

  /** The number of the newest envelope. */
  get newest(): number {
    return this.#store.bounds(this.#key).newest;
  }

  /** How many envelopes wait. */
  get waiting(): number {
    const { floor, newest } = this.#bounds();
    return newest - floor;
  }

  get isFull(): boolean {
    return this.waiting >= this.#limit;
  }

  /** Whether an envelope is in here already, or was until recently. */
  has(envelope: Pick<Envelope, 'target' | 'id' | 'from'>): boolean {
    return this.#store.find(this.#key, envelope) !== undefined;
  }

  /**
   * Puts an envelope at the end, once, within the store's transaction. If the outbox is full, the oldest one is dropped for it (P7-16).
   * What has arrived or was dropped is removed from the store later, bit by bit, once its id need not be remembered any longer.
   */
  add(envelope: Envelope): void {
    // #region add
    if (this.has(envelope)) return;
    const { floor, newest } = this.#bounds();
    const lastGone = Math.max(floor, newest - this.#limit + 1);
    if (lastGone > floor) this.#overflow();
    this.#store.retire(this.#key, lastGone);
    this.#store.purge(this.#key, Date.now() - REMEMBER_MS, Date.now());
    this.#store.append(this.#key, envelope);
    // #endregion add
  }

  /** The first envelopes after a number, as many as make a page. Empty only if there are none. */
  after(number: number): NumberedEnvelope[] {
    return this.#store.read(this.#key, Math.max(number, this.#arrived), Number.POSITIVE_INFINITY).map(numbered);
  }

  /** The peer has stored everything up to a number: it is not sent again. */
  acknowledge(number: number): void {
    this.#arrived = Math.max(this.#arrived, number);
    this.#isOverflowing = false;
  }

  /** Stores the number up to which everything has arrived: the link is gone, and there may be no next envelope to do it with. */
  flush(): void {
    const { floor } = this.#store.bounds(this.#key);
    if (this.#arrived > floor) this.#store.transaction(() => this.#store.retire(this.#key, this.#arrived));
  }

  /** Removes all envelopes, within the store's transaction. Their numbers are not used again: the peer may come back. */
  clear(): void {
    this.#store.retire(this.#key, this.newest);
    while (this.#store.purge(this.#key, Infinity, Infinity) > 0);
  }

  /** The envelopes that wait are those after `floor`, up to `newest`. */
  #bounds(): { floor: number; newest: number } {
    const { floor, newest } = this.#store.bounds(this.#key);
    return { floor: Math.max(floor, this.#arrived), newest };
  }

  /** Reports that messages are being dropped: once, and again only after some have arrived. */
  #overflow(): void {
    if (this.#isOverflowing) return;
    this.#isOverflowing = true;
    this.#full();
  }
}

function numbered({ seq, id, from = '', time, target = '', body }: ReturnType<MessageStore['read']>[number]): NumberedEnvelope {
  return { number: seq, id, from, time, target, body };
}
