// What is stored, as far as it is kept in memory: where each message lies, in which boxes, and which ids are known.

/** So long at least is an id remembered, in ms (P3-7). */
const ID_MEMORY_MS = 120_000;

/**
 * @typedef {import('./log-file.mjs').Place} Place
 *
 * @typedef {object} Message
 * @property {string} target as its publisher named it
 * @property {string} body
 * @property {string} from empty before stage 03
 * @property {string} id
 * @property {number} time
 *
 * @typedef {readonly [box: string, shown: string]} Lies in which box it lies, and what stands after `MSG:` there
 *
 * @typedef {object} Stored what is kept in memory of a stored message: not its body
 * @property {string} from
 * @property {string} id
 * @property {number} time
 * @property {string} key what its publisher, its target and its id make together
 * @property {Place} place
 * @property {number} uses in how many places it is needed: boxes, queues, and one more as long as its id is remembered
 *
 * @typedef {object} Entry a message in one box
 * @property {string} box
 * @property {string} shown
 * @property {number} seq
 * @property {Stored} stored
 * @property {boolean} isPublishers whether it is in its publisher's own box
 *
 * @typedef {object} Numbered as it stands in the file
 * @property {Message} message
 * @property {[box: string, shown: string, seq: number][]} lies
 * @property {Record<string, number>} [forward] the brokers for which it is queued, each with its number there
 * @property {[store: string, number: number]} [arrived] its place in the queue of the broker that it came from
 */

export class Shelves {
  /** Bytes of the file that are of use: what is retained in some box, or whose id is remembered. */
  usedBytes = 0;
  #retain;
  /** @type {Map<string, Entry[]>} what is retained, by box, numbered without gaps */
  #boxes = new Map();
  /** @type {Map<string, { seq: number, stored: Stored }>} by publisher, target and id */
  #ids = new Map();
  /** @type {string[]} the ids of what is no longer retained, the oldest first: forgotten when they are old enough */
  #fading = [];

  /** @param {number} retain messages for each box */
  constructor(retain) {
    this.#retain = retain;
  }

  /**
   * @param {Numbered} record
   * @param {Place} place
   * @returns {Entry[]}
   */
  add({ message, lies }, place) {
    const { from, id, time } = message;
    const key = idKey(message);
    const stored = { from, id, time, key, place, uses: lies.length + 1 };
    const entries = lies.map(([box, shown, seq], at) => ({ box, shown, seq, stored, isPublishers: at === 0 }));
    this.usedBytes += place.length;
    this.#ids.set(key, { seq: entries[0]?.seq ?? 0, stored });
    for (const entry of entries) this.#shelve(entry);
    return entries;
  }

  /** @param {Entry} entry */
  #shelve(entry) {
    const entries = this.#boxes.get(entry.box) ?? [];
    this.#boxes.set(entry.box, entries);
    // A gap: what lies before it was no longer retained, and is in the file for the sake of another box only.
    const isGap = (entries.at(-1)?.seq ?? 0) + 1 < entry.seq;
    entries.push(entry);
    for (const gone of entries.splice(0, isGap ? entries.length - 1 : Math.max(0, entries.length - this.#retain))) {
      this.release(gone.stored);
      if (gone.isPublishers) this.#fading.push(gone.stored.key);
    }
  }

  /**
   * It is needed in one place less.
   * @param {Stored} stored
   */
  release(stored) {
    stored.uses -= 1;
    if (stored.uses === 0) this.usedBytes -= stored.place.length;
  }

  /** Forgets the ids that are old enough. */
  forget() {
    const old = Date.now() - ID_MEMORY_MS;
    for (let key = this.#fading[0]; key !== undefined; key = this.#fading[0]) {
      const known = this.#ids.get(key);
      if (known && known.stored.time > old) return;
      this.#fading.shift();
      this.#ids.delete(key);
      if (known) this.release(known.stored);
    }
  }

  /**
   * The newest number in a box; 0 where it is empty.
   * @param {string} box
   */
  newest(box) {
    return this.#boxes.get(box)?.at(-1)?.seq ?? 0;
  }

  /**
   * The highest number in a box that is no longer retained.
   * @param {string} box
   */
  floor(box) {
    return (this.#boxes.get(box)?.[0]?.seq ?? 1) - 1;
  }

  /**
   * What is retained of a box with numbers above `since`.
   * @param {string} box
   * @param {number} since
   */
  after(box, since) {
    return this.#boxes.get(box)?.slice(Math.max(0, since - this.floor(box))) ?? [];
  }

  /**
   * The number that a message was given in its publisher's box; `undefined` when its id is not known.
   * @param {Message} message
   */
  seqOf(message) {
    return this.#ids.get(idKey(message))?.seq;
  }

  /** All that is retained or remembered, some of it more than once. */
  *needed() {
    for (const entries of this.#boxes.values()) for (const { stored } of entries) yield stored;
    for (const { stored } of this.#ids.values()) yield stored;
  }
}

/**
 * What names a message (P3-4).
 * @param {Pick<Message, 'from' | 'target' | 'id'>} message
 */
export function idKey({ from, target, id }) {
  return `${from} ${target} ${id}`;
}
