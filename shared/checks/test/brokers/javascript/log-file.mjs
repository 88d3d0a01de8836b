// The file of the store: lines of JSON that are only ever appended, and are on the disk when `append` resolves.

import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Buffer } from 'node:buffer';
import { DatabaseSync } from 'node:sqlite';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 2 ** 20;
/** With this every line begins. */
const START = '{"record":';

/**
 * Where a line lies: changed when the file is written anew.
 * @typedef {object} Place
 * @property {number} offset in bytes
 * @property {number} length in bytes, the newline included
 */

export class LogFile {
  /** In bytes, as far as it is known to be whole. */
  size = 0;
  #path;
  #handle;
  #lock;
  /** Whether a write that failed may have left something behind the end. */
  #dirty = false;
  /** @type {Set<Promise<unknown>>} */
  #reads = new Set();

  /**
   * @param {string} path
   * @param {import('node:fs/promises').FileHandle} handle
   * @param {DatabaseSync} lock
   */
  constructor(path, handle, lock) {
    this.#path = path;
    this.#handle = handle;
    this.#lock = lock;
  }

  /**
   * @param {string} path
   * @throws {Error} when another broker has it
   */
  static async open(path) {
    const lock = new DatabaseSync(`${path}.lock`); // Node has no lock on files that ends with its process; SQLite has
    lock.exec('BEGIN EXCLUSIVE');
    const handle = await open(path, 'a+').then(async (created) => {
      await created.close();
      return open(path, 'r+'); // positions count in this mode only
    });
    await syncFolder(path);
    return new LogFile(path, handle, lock);
  }

  /**
   * Reads the file from its start, and cuts off what a crash has left unfinished.
   * @param {(record: unknown, place: Place) => void} onRecord
   * @throws {Error} when it is another program's, or broken elsewhere than at its end: then it is left as it is
   */
  async load(onRecord) {
    const { bytesRead, buffer } = await this.#handle.read(Buffer.alloc(START.length), 0, START.length, 0);
    if (!START.startsWith(String(buffer.subarray(0, bytesRead)))) throw new Error('it is no log of this broker');
    /** @type {[unknown, Place][]} of an append whose last line has not been seen */
    let open = [];
    /** Where the first broken line starts. */
    let broken = -1;
    let brokenBatches = 0;
    for await (const { text, offset, length } of this.#lines()) {
      const line = parse(text);
      if (line === undefined && broken < 0) broken = offset;
      if (broken >= 0) {
        // Each append was on the disk before the next one began, so only the last can be torn.
        if (brokenBatches > 0) throw new Error(`it is broken at byte ${broken}, and not by a crash: restore it, or name another`);
        if (line?.end) brokenBatches += 1;
        continue;
      }
      open.push([line?.record, { offset, length }]);
      if (!line?.end) continue;
      for (const [record, place] of open) onRecord(record, place);
      open = [];
      this.size = offset + length;
    }
    await this.#handle.truncate(this.size);
  }

  async *#lines() {
    let rest = Buffer.alloc(0);
    let offset = 0;
    for (;;) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset + rest.length);
      if (bytesRead === 0) break;
      rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      let start = 0;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, start)) {
        const length = end + 1 - start;
        yield { text: rest.toString('utf8', start, end), offset, length };
        offset += length;
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
  }

  /**
   * Appends records as one: after a crash, all of them are there or none.
   * @param {unknown[]} records
   * @returns {Promise<Place[]>} when they are on the disk (P3-2)
   * @throws {Error} when they are not, nor will be
   */
  async append(records) {
    const lines = records.map((record, at) => format(record, at === records.length - 1));
    if (this.#dirty) await this.#cutBack();
    this.#dirty = true;
    try {
      await writeAll(this.#handle, Buffer.concat(lines), this.size);
      await this.#handle.datasync();
    } catch (error) {
      await this.#cutBack().catch(() => {}); // else before the next one
      throw error;
    }
    this.#dirty = false;
    return lines.map(({ length }) => {
      const place = { offset: this.size, length };
      this.size += length;
      return place;
    });
  }

  /** Takes away what lies behind the end: nobody was told that it is stored. */
  async #cutBack() {
    await this.#handle.truncate(this.size);
    this.#dirty = false;
  }

  /**
   * @param {Place} place
   * @returns {Promise<unknown>}
   */
  async read({ offset, length }) {
    const reading = this.#handle.read(Buffer.alloc(length), 0, length, offset);
    this.#reads.add(reading);
    try {
      const { buffer } = await reading;
      return parse(String(buffer))?.record;
    } finally {
      this.#reads.delete(reading);
    }
  }

  /**
   * Writes the file anew, with these lines only, and puts it in the place of the old one in one step.
   * @param {unknown} head the record that comes first
   * @param {Iterable<Place>} places changed to where their lines lie from then on
   */
  async rewrite(head, places) {
    const path = `${this.#path}.new`;
    const handle = await open(path, 'w+');
    const first = format(head, true);
    let size = first.length;
    /** @type {[Place, Place][]} */
    const moved = [];
    try {
      await writeAll(handle, first, 0);
      for (const place of places) {
        const line = format(await this.read(place), true);
        await writeAll(handle, line, size);
        moved.push([place, { offset: size, length: line.length }]);
        size += line.length;
      }
      await handle.sync();
      await rename(path, this.#path);
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
    const [old, reads] = [this.#handle, [...this.#reads]];
    [this.#handle, this.size, this.#dirty] = [handle, size, false];
    for (const [place, { offset, length }] of moved) Object.assign(place, { offset, length });
    await syncFolder(this.#path);
    await Promise.allSettled(reads);
    await old.close();
  }

  async close() {
    await Promise.allSettled(this.#reads);
    await this.#handle.close();
    this.#lock.close();
  }
}

/**
 * @param {unknown} record
 * @param {boolean} end whether it is the last of its append
 */
function format(record, end) {
  return Buffer.from(`${JSON.stringify(end ? { record, end } : { record })}\n`);
}

/**
 * @param {string} text
 * @returns {{ record: unknown, end?: true } | undefined}
 */
function parse(text) {
  try {
    const line = JSON.parse(text);
    return typeof line === 'object' && line !== null && 'record' in line ? line : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:fs/promises').FileHandle} handle
 * @param {Buffer} bytes
 * @param {number} position
 */
async function writeAll(handle, bytes, position) {
  for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

/**
 * A file's name is on the disk only when its folder is; where folders cannot be synced, that is the system's own affair.
 * @param {string} path
 */
async function syncFolder(path) {
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
