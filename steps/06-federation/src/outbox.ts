// What is on its way to a peer: a log like any other, with one reader, who may be away for long.

import type { MessageStore } from '05-private';
import type { NumberedParcel, Parcel } from './parcels.ts';

/** Messages that wait for one peer at most (P7-16). */
export const MAX_WAITING = 100_000;

/** How long what has arrived is remembered for its id, in ms (P3-7). */
const REMEMBER_MS = 2 * 60 * 1000;

export class Outbox {
  readonly #store: MessageStore;
  readonly #key: string;
  readonly #limit: number;
  readonly #full: () => void;
  /** The number up to which the peer has all. The store learns of it with the next parcel: one transaction for both. */
  #arrived = 0;
  #isOverflowing = false;

  /** @param full is called when messages begin to be dropped */
  constructor(store: MessageStore, peer: string, limit: number, full: () => void) {
    this.#store = store;
    this.#key = `>${peer}`; // no channel, and no inbox
    this.#limit = limit;
    this.#full = full;
  }

  /** The number of the newest parcel. */
  get newest(): number {
    return this.#store.bounds(this.#key).newest;
  }

  get isFull(): boolean {
    const { floor, newest } = this.#bounds();
    return newest - floor >= this.#limit;
  }

  /** Whether a parcel is, or was not long ago, on this way already. */
  has(parcel: Pick<Parcel, 'target' | 'id' | 'from'>): boolean {
    return this.#store.find(this.#key, parcel) !== undefined;
  }

  /** Puts a parcel at the end, within the store's transaction. Where the outbox is full, the oldest one is dropped for it. */
  add(parcel: Parcel): void {
    if (this.has(parcel)) return;
    const { floor, newest } = this.#bounds();
    const first = Math.max(floor, newest - this.#limit + 1);
    if (first > floor) this.#overflow();
    this.#store.retire(this.#key, first);
    this.#store.purge(this.#key, Date.now() - REMEMBER_MS);
    this.#store.append(this.#key, parcel);
  }

  /** The first parcels after a number, as many as make a page. Nothing only when there are none. */
  after(number: number): NumberedParcel[] {
    return this.#store.read(this.#key, Math.max(number, this.#arrived), Number.POSITIVE_INFINITY).map(toParcel);
  }

  /** The peer has stored all up to a number: it is not sent again. */
  acknowledge(number: number): void {
    this.#arrived = Math.max(this.#arrived, number);
    this.#isOverflowing = false;
  }

  /** Writes down what has arrived, when nothing more may come that it could be written down with. */
  flush(): void {
    const { floor } = this.#store.bounds(this.#key);
    if (this.#arrived > floor) this.#store.transaction(() => this.#store.retire(this.#key, this.#arrived));
  }

  /** What waits: the parcels after `floor`, up to `newest`. */
  #bounds(): { floor: number; newest: number } {
    const { floor, newest } = this.#store.bounds(this.#key);
    return { floor: Math.max(floor, this.#arrived), newest };
  }

  #overflow(): void {
    if (this.#isOverflowing) return;
    this.#isOverflowing = true;
    this.#full();
  }
}

function toParcel({ seq, id, from = '', time, target = '', body }: ReturnType<MessageStore['read']>[number]): NumberedParcel {
  return { number: seq, id, from, time, target, body };
}
