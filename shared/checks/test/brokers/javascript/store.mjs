// The store: a line of publishes on their way to the log file, and the shelves on which one finds them again, rebuilt at the start.

import { randomBytes } from 'node:crypto';
import { Refusal } from './frames.mjs';
import { LogFile } from './log-file.mjs';
import { isNext, Queues } from './queues.mjs';
import { idKey, Shelves } from './shelves.mjs';

/** Publishes in one append, and so what readers get in one go. */
const MAX_BATCH = 64;
/** Publishes in line: there is no room for more. */
const MAX_WAITING = 1024;
/** The file is written anew when at least so much of it, and half of it, is of no use any more. */
const WASTE_BYTES = 2 ** 20;

/**
 * @typedef {import('./shelves.mjs').Entry} Entry
 * @typedef {import('./shelves.mjs').Message} Message
 * @typedef {import('./shelves.mjs').Numbered} Numbered
 * @typedef {import('./log-file.mjs').Place} Place
 * @typedef {object} Receipt what became of a publication that was not refused
 * @property {Entry[]} entries where it lies
 * @property {number | undefined} seq its number in its publisher's own box
 * @property {string} id
 * @property {boolean} duplicate
 * @property {string[]} forward the brokers for which it was queued
 * @typedef {import('./queues.mjs').PeerRecord} PeerRecord
 * @typedef {object} Publication
 * @property {Message} message
 * @property {import('./shelves.mjs').Lies[]} lies its publisher's own box first
 * @property {string[]} [forward] the brokers for which it is to be queued
 * @property {import('./queues.mjs').Arrival} [arrival] where it stood in the queue of the broker that it came from
 * @property {(outcome: Receipt | Refusal) => void} settle
 */

export class Store {
  /** Names the file (P3-14). */
  epoch = '';
  /** What can be found again. */
  shelves;
  /** What waits for other brokers. */
  queues;
  #file;
  #rewriteAbove = 0;
  /** @type {(Publication | PeerRecord)[]} */
  #line = [];
  /** @type {Promise<void> | undefined} */
  #writing;
  /** How many replays are under way. */
  #replays = 0;

  /**
   * @param {LogFile} file
   * @param {number} retain
   */
  constructor(file, retain) {
    this.#file = file;
    const shelves = (this.shelves = new Shelves(retain));
    this.queues = new Queues((stored) => shelves.release(stored));
  }

  /**
   * @param {string} path
   * @param {number} retain messages for each box
   * @throws {Error} when the file cannot be opened, or is not one of this broker
   */
  static async open(path, retain) {
    const store = new Store(await LogFile.open(path), retain);
    await store.#file.load((record, place) => store.#load(record, place));
    if (store.epoch === '') {
      const epoch = randomBytes(8).toString('hex');
      const [place] = await store.#file.append([{ epoch }]);
      if (place) store.#load({ epoch }, place);
    }
    return store;
  }

  /**
   * @param {any} record as this class has written it
   * @param {Place} place
   * @returns {Entry[]} where it lies, when it is a message
   */
  #load(record, place) {
    if (record.epoch) {
      this.epoch = record.epoch;
      if (record.queues) this.queues.restore(record.queues);
    } else if (record.peer !== undefined) this.queues.apply(record);
    else if (record.message) return this.#keep(record, place);
    return [];
  }

  /**
   * @param {Numbered} record
   * @param {Place} place
   */
  #keep(record, place) {
    const { message, forward, arrived } = record;
    const entries = this.shelves.add(record, place);
    const [first] = entries;
    if (forward && first) this.queues.push(first.stored, forward, message.target.includes('@', 1));
    if (arrived) this.queues.arrive(...arrived);
    this.shelves.forget();
    return entries;
  }

  /**
   * Reads messages whole.
   * @param {{ stored: import('./shelves.mjs').Stored }[]} entries
   * @returns {Promise<Message[]>}
   */
  async messages(entries) {
    const records = await Promise.all(entries.map(({ stored }) => this.#file.read(stored.place)));
    return records.map((record) => /** @type {Numbered} */ (record).message);
  }

  /** A replay begins: what it has in hand stays where it is until it ends, retained or not. */
  beginReplay() {
    this.#replays += 1;
  }

  endReplay() {
    this.#replays -= 1;
  }

  /** Resolves when there is room in the line: who publishes more than the disk takes has to wait. */
  async room() {
    while (this.#line.length >= MAX_WAITING) await this.#writing;
  }

  /**
   * A publication is told when it is on the disk, or cannot be stored; all of them in the order of the calls. What is said of a
   * broker holds at once.
   * @param {Publication | PeerRecord} work
   */
  append(work) {
    if ('peer' in work) this.queues.apply(work);
    this.#line.push(work);
    // Not at once: what else is published in this turn of the event loop goes with it.
    this.#writing ??= new Promise((resolve) => setImmediate(() => resolve(this.#write())));
  }

  async #write() {
    const batch = this.#line.splice(0, MAX_BATCH);
    const publications = batch.filter((work) => 'message' in work);
    const records = this.#number(publications);
    const outcomes = await this.#store([...batch.filter((work) => 'peer' in work), ...records.values()]);
    for (const publication of publications) {
      const record = records.get(publication);
      publication.settle(outcomes instanceof Refusal ? outcomes : this.#outcome(publication, record && outcomes.get(record)));
    }
    await this.#rewrite();
    this.#writing = this.#line.length > 0 ? this.#write() : undefined;
  }

  /**
   * @param {(Numbered | PeerRecord)[]} records
   * @returns {Promise<Map<Numbered | PeerRecord, Entry[]> | Refusal>} where each message lies now
   */
  async #store(records) {
    if (records.length === 0) return new Map();
    try {
      const places = await this.#file.append(records);
      return new Map(
        records.map((record, at) => {
          const place = /** @type {Place} */ (places[at]);
          return [record, 'peer' in record ? [] : this.#keep(record, place)];
        }),
      );
    } catch (error) {
      console.error(`a publish could not be stored: ${error}`);
      return new Refusal('INTERNAL', 'the message could not be stored, and nobody got it: try again later');
    }
  }

  /**
   * Gives each its numbers, unless it is the repeat of one that is known or stands before it, or has come too early.
   * @param {Publication[]} publications
   * @returns {Map<Publication, Numbered>}
   */
  #number(publications) {
    const [newest, last, ids] = [new Map(), new Map(), new Set()];
    const arrived = new Map(this.queues.arrived);
    const records = new Map();
    for (const publication of publications) {
      const { message, lies, forward = [], arrival } = publication;
      if (arrival && !isNext(arrival, arrived)) continue;
      if (arrival) arrived.set(arrival.store, arrival.number);
      const key = idKey(message);
      if (this.shelves.seqOf(message) !== undefined || ids.has(key)) continue;
      ids.add(key);
      records.set(publication, {
        message,
        lies: lies.map(([box, shown]) => [box, shown, count(newest, box, this.shelves.newest(box))]),
        ...(forward.length > 0
          ? { forward: Object.fromEntries(forward.map((peer) => [peer, count(last, peer, this.queues.lastFor(peer))])) }
          : {}),
        ...(arrival ? { arrived: [arrival.store, arrival.number] } : {}),
      });
    }
    return records;
  }

  /**
   * @param {Publication} publication
   * @param {Entry[]} [entries] absent for a repeat, and for what has come too early
   * @returns {Receipt | Refusal}
   */
  #outcome({ message, arrival, forward = [] }, entries) {
    if (arrival && arrival.number > (this.queues.arrived.get(arrival.store) ?? 0)) {
      if (!isNext(arrival, this.queues.arrived)) return new Refusal('INTERNAL', 'the message before it could not be stored');
      this.queues.arrive(arrival.store, arrival.number); // one that came another way before
    }
    return { entries: entries ?? [], seq: this.shelves.seqOf(message), id: message.id, duplicate: !entries, forward };
  }

  /**
   * Between two appends, when it pays: leaves out of the file what is of no use any more. A real system would cut its log into
   * segments and drop whole ones, as Kafka does: nothing has to be copied, and nobody waits.
   */
  async #rewrite() {
    const { size } = this.#file;
    const { usedBytes } = this.shelves;
    if (this.#replays > 0 || size < Math.max(this.#rewriteAbove, usedBytes + WASTE_BYTES, 2 * usedBytes)) return;
    try {
      const needed = new Set([...this.shelves.needed(), ...this.queues.needed()].map(({ place }) => place));
      const places = [...needed].toSorted((a, b) => a.offset - b.offset);
      await this.#file.rewrite({ epoch: this.epoch, queues: this.queues.snapshot() }, places);
    } catch (error) {
      console.error(`the file could not be written anew: ${error}`);
      this.#rewriteAbove = size + WASTE_BYTES; // not again with every append
    }
  }

  async close() {
    while (this.#writing) await this.#writing;
    await this.#file.close();
  }
}

/**
 * The next number of a name.
 * @param {Map<string, number>} counts
 * @param {string} name
 * @param {number} start the one before the first
 */
function count(counts, name, start) {
  const number = (counts.get(name) ?? start) + 1;
  counts.set(name, number);
  return number;
}
