// What is stored: an index in memory of what lies in the log file, rebuilt from it at the start.

import { randomBytes } from 'node:crypto';
import { LogFile } from './log-file.mjs';
import { Refusal } from './frames.mjs';

/** Publishes in one append, and so what readers get in one go. */
const MAX_BATCH = 64;
/** Publishes in line; whoever has one more is held up until there is room. */
const MAX_WAITING = 1024;
/** So long at least is an id remembered, in ms (P3-7). */
const ID_MEMORY_MS = 120_000;
/** The file is written anew when at least so much of it, and half of it, is of no use any more. */
const WASTE_BYTES = 2 ** 20;

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
 * @property {Place} place
 * @property {number} uses the boxes in which it is retained, and one more as long as its id is remembered
 *
 * @typedef {object} Entry a message in one box
 * @property {string} box
 * @property {string} shown
 * @property {number} seq
 * @property {Stored} stored
 *
 * @typedef {{ entries: Entry[], seq: number, id: string, duplicate: boolean }} Receipt `seq` is that of the publisher's own box
 * @typedef {{ message: Message, lies: Lies[], settle: (outcome: Receipt | Refusal) => void }} Publication
 * @typedef {{ message: Message, lies: [box: string, shown: string, seq: number][] }} Numbered as it stands in the file
 */

export class Store {
  /** Names the file (P3-14). */
  epoch = '';
  #file;
  #retain;
  /** @type {Map<string, Entry[]>} what is retained, by box, numbered without gaps */
  #boxes = new Map();
  /** @type {Map<string, { seq: number, stored: Stored }>} by publisher, target and id */
  #ids = new Map();
  /** @type {string[]} the ids of what is no longer retained, the oldest first: forgotten when they are old enough */
  #fading = [];
  #usedBytes = 0;
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
    this.#retain = retain;
  }

  /**
   * @param {string} path
   * @param {number} retain messages for each box
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
    else this.#remember(record, place);
    this.#forget();
  }

  /**
   * @param {Numbered} record
   * @param {Place} place
   * @returns {Entry[]}
   */
  #remember({ message, lies }, place) {
    const { from, id, time } = message;
    const stored = { from, id, time, place, uses: lies.length + 1 };
    const entries = lies.map(([box, shown, seq]) => ({ box, shown, seq, stored }));
    this.#usedBytes += place.length;
    this.#ids.set(idKey(message), { seq: entries[0]?.seq ?? 0, stored });
    for (const entry of entries) this.#retainEntry(entry);
    return entries;
  }

  /** @param {Entry} entry */
  #retainEntry(entry) {
    const entries = this.#boxes.get(entry.box) ?? [];
    this.#boxes.set(entry.box, entries);
    entries.push(entry);
    for (const gone of entries.splice(0, Math.max(0, entries.length - this.#retain))) {
      this.#release(gone.stored);
      const { box, shown, stored } = gone;
      if (isPublishersOwn(box, stored.from)) this.#fading.push(idKey({ from: stored.from, target: shown, id: stored.id }));
    }
  }

  /** @param {Stored} stored */
  #release(stored) {
    stored.uses -= 1;
    if (stored.uses === 0) this.#usedBytes -= stored.place.length;
  }

  #forget() {
    const old = Date.now() - ID_MEMORY_MS;
    for (let key = this.#fading[0]; key !== undefined; key = this.#fading[0]) {
      const known = this.#ids.get(key);
      if (known && known.stored.time > old) return;
      this.#fading.shift();
      this.#ids.delete(key);
      if (known) this.#release(known.stored);
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
    this.#forget();
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
      return new Map(records.map((record, at) => [record, this.#remember(record, /** @type {Place} */ (places[at]))]));
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
      if (this.#ids.has(key) || ids.has(key)) return { publication };
      ids.add(key);
      const lies = publication.lies.map(([box, shown]) => {
        newest.set(box, (newest.get(box) ?? this.newest(box)) + 1);
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
    const seq = this.#ids.get(idKey(message))?.seq ?? 0;
    return { entries: entries ?? [], seq, id: message.id, duplicate: !entries };
  }

  /** Between two appends, when it pays: leaves out of the file what is neither retained nor remembered. */
  async #rewrite() {
    const { size } = this.#file;
    if (this.#replays > 0 || size < Math.max(this.#rewriteAbove, this.#usedBytes + WASTE_BYTES, 2 * this.#usedBytes)) return;
    const used = new Set([...this.#boxes.values()].flat().map(({ stored }) => stored));
    for (const { stored } of this.#ids.values()) used.add(stored);
    try {
      await this.#file.rewrite(
        { epoch: this.epoch },
        [...used].map(({ place }) => place).toSorted((a, b) => a.offset - b.offset),
      );
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

/** @param {Pick<Message, 'from' | 'target' | 'id'>} message */
function idKey({ from, target, id }) {
  return `${from} ${target} ${id}`;
}

/**
 * Whether a box is the one whose number its publisher is told: the channel's, or the publisher's own inbox.
 * @param {string} box
 * @param {string} from
 */
function isPublishersOwn(box, from) {
  return !box.startsWith('@') || box === `@${from}`;
}
