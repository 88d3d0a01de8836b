// The store: a line of publishes on their way to the log file, and the shelves on which one finds them again, rebuilt at the start.

import { randomBytes } from 'node:crypto';
import { Refusal } from './frames.mjs';
import { LogFile } from './log-file.mjs';
import { idKey, Shelves } from './shelves.mjs';

/** Publishes in one append, and so what readers get in one go. */
const MAX_BATCH = 64;
/** Publishes in line; whoever has one more is held up until there is room. */
const MAX_WAITING = 1024;
/** The file is written anew when at least so much of it, and half of it, is of no use any more. */
const WASTE_BYTES = 2 ** 20;

/**
 * @typedef {import('./shelves.mjs').Entry} Entry
 * @typedef {import('./shelves.mjs').Lies} Lies
 * @typedef {import('./shelves.mjs').Message} Message
 * @typedef {import('./shelves.mjs').Numbered} Numbered
 * @typedef {import('./log-file.mjs').Place} Place
 * @typedef {{ entries: Entry[], seq: number, id: string, duplicate: boolean }} Receipt `seq` is that of the publisher's own box
 * @typedef {{ message: Message, lies: Lies[], settle: (outcome: Receipt | Refusal) => void }} Publication
 */

export class Store {
  /** Names the file (P3-14). */
  epoch = '';
  /** What can be found again. */
  shelves;
  #file;
  #rewriteAbove = 0;
  /** @type {Publication[]} */
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
    this.shelves = new Shelves(retain);
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
   */
  #load(record, place) {
    if (record.epoch) this.epoch = record.epoch;
    else this.shelves.add(record, place);
    this.shelves.forget();
  }

  /**
   * Reads their bodies.
   * @param {Entry[]} entries
   * @returns {Promise<string[]>}
   */
  async bodies(entries) {
    const records = await Promise.all(entries.map(({ stored }) => this.#file.read(stored.place)));
    return records.map((record) => /** @type {Numbered} */ (record).message.body);
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
   * @param {Message} message
   * @param {Lies[]} lies its publisher's own box first
   * @param {Publication['settle']} settle is called when it is on the disk, or cannot be stored; in the order of the calls
   */
  append(message, lies, settle) {
    this.#line.push({ message, lies, settle });
    // Not at once: what else is published in this turn of the event loop goes with it.
    this.#writing ??= new Promise((resolve) => setImmediate(() => resolve(this.#write())));
  }

  async #write() {
    const batch = this.#number(this.#line.splice(0, MAX_BATCH));
    const outcomes = await this.#store(batch.flatMap(({ record }) => record ?? []));
    for (const { publication, record } of batch) {
      const settled = outcomes instanceof Refusal ? outcomes : this.#receipt(publication, record && outcomes.get(record));
      publication.settle(settled);
    }
    this.shelves.forget();
    await this.#rewrite();
    this.#writing = this.#line.length > 0 ? this.#write() : undefined;
  }

  /**
   * @param {Numbered[]} records
   * @returns {Promise<Map<Numbered, Entry[]> | Refusal>} where each lies now
   */
  async #store(records) {
    if (records.length === 0) return new Map();
    try {
      const places = await this.#file.append(records);
      return new Map(records.map((record, at) => [record, this.shelves.add(record, /** @type {Place} */ (places[at]))]));
    } catch (error) {
      console.error(`a publish could not be stored: ${error}`);
      return new Refusal('INTERNAL', 'the message could not be stored, and nobody got it: try again later');
    }
  }

  /**
   * Gives each its numbers, unless it is the repeat of one that is known or stands before it.
   * @param {Publication[]} publications
   * @returns {{ publication: Publication, record?: Numbered }[]}
   */
  #number(publications) {
    const [newest, ids] = [new Map(), new Set()];
    return publications.map((publication) => {
      const { message } = publication;
      const key = idKey(message);
      if (this.shelves.seqOf(message) !== undefined || ids.has(key)) return { publication };
      ids.add(key);
      const lies = publication.lies.map(([box, shown]) => {
        newest.set(box, (newest.get(box) ?? this.shelves.newest(box)) + 1);
        return /** @type {Numbered['lies'][number]} */ ([box, shown, newest.get(box)]);
      });
      return { publication, record: { message, lies } };
    });
  }

  /**
   * @param {Publication} publication
   * @param {Entry[]} [entries] absent for a repeat
   * @returns {Receipt}
   */
  #receipt({ message }, entries) {
    return { entries: entries ?? [], seq: this.shelves.seqOf(message) ?? 0, id: message.id, duplicate: !entries };
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
      await this.#file.rewrite({ epoch: this.epoch }, this.shelves.places());
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
