// What is known of the other brokers, as the log file tells it: what they want, what waits for them, and how far theirs has come.

/** Messages for one broker (P7-16). */
const MAX_QUEUED = 100_000;

/**
 * @typedef {import('./shelves.mjs').Stored} Stored
 * @typedef {{ number: number, isAddressed: boolean, stored: Stored }} Queued
 *
 * @typedef {object} Arrival where a message stood in the queue of the broker that it came from
 * @property {string} store the epoch of that broker's store
 * @property {number} after the number of the one before it
 * @property {number} number
 *
 * @typedef {object} Known what is known of one broker
 * @property {Set<string>} interest the channels and patterns that it wants
 * @property {Queued[]} queue what it has not yet said that it has stored
 * @property {number} last the last number given in its queue
 * @property {number} stored it has said that it has stored all up to this number
 * @property {number} dropped how many were dropped, since the start, because the queue was full
 *
 * @typedef {object} PeerRecord a line of the log about one broker
 * @property {string} peer
 * @property {string[]} [want]
 * @property {string[]} [noMore]
 * @property {boolean} [onlyThese] whether it wants nothing but what stands in `want`
 * @property {number} [stored] it has stored what was queued for it, up to this number
 *
 * @typedef {object} Snapshot all of it, for the head of a file that is written anew
 * @property {{ name: string, interest: string[], last: number, stored: number }[]} peers
 * @property {[store: string, number: number][]} arrived
 */

export class Queues {
  /** @type {Map<string, Known>} by name */
  known = new Map();
  /** @type {Map<string, number>} by the epoch of the store that they come from, the number of the last message that has arrived */
  arrived = new Map();
  #release;

  /** @param {(stored: Stored) => void} release is told when a message is not needed here any more */
  constructor(release) {
    this.#release = release;
  }

  /** @param {string} peer */
  #of(peer) {
    const known = this.known.get(peer) ?? { interest: new Set(), queue: [], last: 0, stored: 0, dropped: 0 };
    this.known.set(peer, known);
    return known;
  }

  /** @param {PeerRecord} record */
  apply({ peer, want, noMore, onlyThese, stored }) {
    const known = this.#of(peer);
    if (onlyThese) known.interest.clear();
    for (const name of noMore ?? []) known.interest.delete(name);
    for (const name of want ?? []) known.interest.add(name);
    known.stored = Math.max(known.stored, stored ?? 0);
    known.last = Math.max(known.last, known.stored);
    for (const done of known.queue.splice(0, this.#firstAfter(known, known.stored))) this.#release(done.stored);
  }

  /**
   * @param {Stored} stored
   * @param {Record<string, number>} forward by broker, its number in the queue
   * @param {boolean} isAddressed whether it is for this one broker, and must not be dropped
   */
  push(stored, forward, isAddressed) {
    for (const [peer, number] of Object.entries(forward)) {
      const known = this.#of(peer);
      if (number <= known.stored) continue; // the file has been written anew since
      known.last = Math.max(known.last, number);
      known.queue.push({ number, isAddressed, stored });
      stored.uses += 1;
      if (known.queue.length <= MAX_QUEUED) continue;
      const oldest = known.queue.findIndex((queued) => !queued.isAddressed);
      known.dropped += 1;
      for (const gone of known.queue.splice(oldest, 1)) this.#release(gone.stored);
    }
  }

  /** @param {string} peer */
  lastFor(peer) {
    return this.known.get(peer)?.last ?? 0;
  }

  /** @param {string} peer */
  isFull(peer) {
    return (this.known.get(peer)?.queue.length ?? 0) >= MAX_QUEUED;
  }

  /**
   * @param {string} peer
   * @param {number} number
   * @param {number} count
   */
  after(peer, number, count) {
    const known = this.#of(peer);
    const from = this.#firstAfter(known, number);
    return known.queue.slice(from, from + count);
  }

  /**
   * Where in a queue the numbers are higher; they rise, with gaps where something was dropped.
   * @param {Known} known
   * @param {number} number
   */
  #firstAfter({ queue }, number) {
    let [low, high] = [0, queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((queue[middle]?.number ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * @param {string} store
   * @param {number} number
   */
  arrive(store, number) {
    this.arrived.set(store, Math.max(number, this.arrived.get(store) ?? 0));
  }

  /** @returns {Snapshot} */
  snapshot() {
    const peers = [...this.known].map(([name, { interest, last, stored }]) => ({ name, interest: [...interest], last, stored }));
    return { peers, arrived: [...this.arrived] };
  }

  /** @param {Snapshot} snapshot */
  restore({ peers, arrived }) {
    for (const { name, interest, last, stored } of peers) {
      this.apply({ peer: name, want: interest, stored });
      this.#of(name).last = last;
    }
    for (const [store, number] of arrived) this.arrive(store, number);
  }

  /** The messages that are needed here. */
  *needed() {
    for (const { queue } of this.known.values()) for (const { stored } of queue) yield stored;
  }
}

/**
 * Whether a message is the next one from its broker: what stood before it in the queue has been stored.
 * @param {Arrival} arrival
 * @param {Map<string, number>} arrived
 */
export function isNext({ store, after, number }, arrived) {
  const last = arrived.get(store) ?? 0;
  return after <= last && number > last;
}
