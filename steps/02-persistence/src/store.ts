// What the broker asks of a store: logs of messages, each under a key, notes beside them, and a transaction round what is written.

// #region message
/** A message on its way into a log. */
export interface NewMessage {
  /** Its publisher's own, or one that the broker made. */
  readonly id: string;
  /** Who published it; absent where nobody has a name. */
  readonly from?: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What stands in its MSG where that is not the log's key: in an inbox, the other party. */
  readonly target?: string | undefined;
  readonly body: string;
}

/** A message in a log. */
export interface StoredMessage extends NewMessage {
  /** Its place: 1 for the first of its log, one more for each that follows. Never given again, whatever is removed. */
  readonly seq: number;
}
// #endregion message

/** What part of a log is there: the messages after `floor`, up to `newest`. Of an empty log both are 0. */
export interface Bounds {
  readonly floor: number;
  readonly newest: number;
}

/**
 * Logs of messages, and notes. A key is any text and means nothing to the store. Everything is synchronous; what fails throws, and has
 * changed nothing.
 */
export interface MessageStore {
  /** Names this store for as long as it lives: a cursor from another one means nothing here (P3-14). */
  readonly epoch: string;
  /** Runs `work`, which alone may write. When this returns, all that it wrote is durable; when it throws, nothing was written. */
  transaction(work: () => void): void;
  /** Adds a message to the end of a log, and returns its seq. */
  append(key: string, message: NewMessage): number;
  /** The seq of the message with this id from this publisher, in a log and with this target; also when it is retired. */
  find(key: string, message: Pick<NewMessage, 'id' | 'from' | 'target'>): number | undefined;
  bounds(key: string): Bounds;
  /**
   * The first messages after a cursor, the oldest first: at most `limit`, and no more than make a page.
   * Nothing only when there are none. With a target, those with this target alone.
   */
  read(key: string, after: number, limit: number, target?: string): StoredMessage[];
  /** The cursor after which exactly the last `count` messages lie, or all, where there are fewer. */
  cursorBefore(key: string, count: number, target?: string): number;
  /** Raises the floor: what lies at it or below is no longer read, and is remembered for its id alone. */
  retire(key: string, floor: number): void;
  /** Removes retired messages that are older than a time, the oldest first; a few at each call, so that no call takes long. */
  purge(key: string, before: number): void;
  /** Keeps a text under a key, in place of the one before; with `undefined`, none. */
  note(key: string, text: string | undefined): void;
  /** The notes whose keys begin so, in the order of their keys. */
  notes(start: string): [key: string, text: string][];
  close(): void;
}

/** Messages that `purge` removes at one call: more than one, so that what has piled up shrinks as new ones come. */
export const PURGED_AT_ONCE = 2;

const PAGE_MESSAGES = 100;
const PAGE_CHARACTERS = 64 * 1024;

/** The start of `messages` that makes a page: not many, and not much, for a page waits in memory until its reader takes it. */
export function takePage<T extends { readonly body: string }>(messages: Iterable<T>, limit: number): T[] {
  const page: T[] = [];
  let characters = 0;
  for (const message of messages) {
    page.push(message);
    characters += message.body.length;
    if (page.length >= Math.min(limit, PAGE_MESSAGES) || characters >= PAGE_CHARACTERS) break;
  }
  return page;
}

/** A name that nothing else in the world has: 64 random bits. */
export function uniqueName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const here = uniqueName();
let made = 0;

/** An id for a message whose publisher gave none. Those of one broker are alike, so that in an index they lie side by side. */
export function makeId(): string {
  made += 1;
  return `${here}.${made.toString(36)}`;
}
