// The store in memory, for tests and for web pages, which have no files. It behaves like the SQLite store, and is gone with its process.

import { type Bounds, type MessageStore, type NewMessage, PURGED_AT_ONCE, type StoredMessage, takePage, uniqueName } from '#store';

interface Log {
  /** The seq of the oldest message that hasn't been purged. */
  first: number;
  floor: number;
  newest: number;
  /** By seq. */
  readonly messages: Map<number, StoredMessage>;
  /** The seq of each message, by what makes it unique. */
  readonly seqs: Map<string, number>;
}

export class MemoryStore implements MessageStore {
  readonly epoch = uniqueName();
  readonly #logs = new Map<string, Log>();
  readonly #notes = new Map<string, string>();
  /** How to undo each write of the current transaction, in the order written. */
  #undo: (() => void)[] = [];

  transaction(work: () => void): void {
    this.#undo = [];
    try {
      work();
    } catch (error) {
      for (const undo of this.#undo.toReversed()) undo();
      throw error;
    }
  }

  append(key: string, message: NewMessage): number {
    const log = this.#log(key);
    const seq = (log.newest += 1);
    const unique = uniqueKey(message);
    log.messages.set(seq, { ...message, seq });
    log.seqs.set(unique, seq);
    this.#undo.push(() => {
      log.newest = seq - 1;
      log.messages.delete(seq);
      log.seqs.delete(unique);
    });
    return seq;
  }

  find(key: string, message: Pick<NewMessage, 'id' | 'from' | 'target'>): number | undefined {
    return this.#logs.get(key)?.seqs.get(uniqueKey(message));
  }

  bounds(key: string): Bounds {
    const { floor = 0, newest = 0 } = this.#logs.get(key) ?? {};
    return { floor, newest };
  }

  read(key: string, after: number, limit: number, target?: string): StoredMessage[] {
    return takePage(this.#after(key, after, target), limit);
  }

  cursorBefore(key: string, count: number, target?: string): number {
    const { floor } = this.bounds(key);
    const seqs = Array.from(this.#after(key, floor, target), ({ seq }) => seq);
    return seqs.at(-count - 1) ?? floor;
  }

  retire(key: string, floor: number): void {
    const log = this.#log(key);
    const before = log.floor;
    log.floor = Math.max(before, floor);
    this.#undo.push(() => (log.floor = before));
  }

  /** How many messages of a log are kept, including the retired ones. For tests. */
  sizeOf(key: string): number {
    return this.#log(key).messages.size;
  }

  purge(key: string, before: number, now: number): number {
    const log = this.#log(key);
    for (let n = 0; n < PURGED_AT_ONCE; n += 1) {
      const message = log.messages.get(log.first);
      if (!message || message.seq > log.floor) return n;
      if (message.time > now) this.#restamp(log, now);
      if (message.time >= before) return n;
      log.first += 1;
      log.messages.delete(message.seq);
      log.seqs.delete(uniqueKey(message));
      this.#undo.push(() => {
        log.first = message.seq;
        log.messages.set(message.seq, message);
        log.seqs.set(uniqueKey(message), message.seq);
      });
    }
    return PURGED_AT_ONCE;
  }

  #restamp({ messages, first, floor }: Log, now: number): void {
    for (let seq = first; seq <= floor; seq += 1) {
      const message = messages.get(seq);
      if (!message || message.time <= now) continue;
      messages.set(seq, { ...message, time: now });
      this.#undo.push(() => messages.set(seq, message));
    }
  }

  note(key: string, text: string | undefined): void {
    const before = this.#notes.get(key);
    this.#setNote(key, text);
    this.#undo.push(() => this.#setNote(key, before));
  }

  notes(start: string): [key: string, text: string][] {
    return [...this.#notes].filter(([key]) => key.startsWith(start)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  close(): void {}

  #setNote(key: string, text: string | undefined): void {
    if (text === undefined) this.#notes.delete(key);
    else this.#notes.set(key, text);
  }

  #log(key: string): Log {
    const log = this.#logs.get(key) ?? { first: 1, floor: 0, newest: 0, messages: new Map(), seqs: new Map() };
    this.#logs.set(key, log);
    return log;
  }

  *#after(key: string, after: number, target: string | undefined): Iterable<StoredMessage> {
    const log = this.#logs.get(key);
    if (!log) return;
    for (let seq = Math.max(after, log.floor) + 1; seq <= log.newest; seq += 1) {
      const message = log.messages.get(seq);
      if (message && (target === undefined || message.target === target)) yield message;
    }
  }
}

function uniqueKey({ id, from = '', target = '' }: Pick<NewMessage, 'id' | 'from' | 'target'>): string {
  return `${target} ${from} ${id}`; // none of them has a space
}
