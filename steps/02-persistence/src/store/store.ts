// What the broker asks of a store: logs of messages, each under a key; notes beside them; and transactions for everything written.

// #region message
/** A message on its way into a log. */
export interface NewMessage {
  /** Chosen by its publisher, or made by the broker. */
  readonly id: string;
  /** Who published it; absent where users have no names, as in stage 02. */
  readonly from?: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The target of its MSG, if that isn't the log's key: in an inbox, the other party. */
  readonly target?: string | undefined;
  readonly body: string;
}

/** A message in a log. */
export interface StoredMessage extends NewMessage {
  /** Its place: 1 for the first message of its log, and one more for each that follows. Never used again, whatever is removed. */
  readonly seq: number;
}
// #endregion message

/** The part of a log that can be read: the messages after `floor`, up to `newest`. In an empty log, both are 0. */
export interface Bounds {
  readonly floor: number;
  readonly newest: number;
}

/**
 * Logs of messages, and notes. A key is any text, and means nothing to the store. Everything is synchronous. A call that fails throws,
 * and has changed nothing.
 */
export interface MessageStore {
  /** The name of this store for as long as it exists. A cursor from a store with another epoch means nothing here (P3-14). */
  readonly epoch: string;
  /** Runs `work`, the only place to write. When this returns, everything `work` wrote is durable; when it throws, nothing was written. */
  transaction(work: () => void): void;
  /** Adds a message to the end of a log, and returns its seq. */
  append(key: string, message: NewMessage): number;
  /** The seq of the message with this id, publisher and target in a log, even if it is retired. */
  find(key: string, message: Pick<NewMessage, 'id' | 'from' | 'target'>): number | undefined;
  bounds(key: string): Bounds;
  /**
   * The first messages after a cursor, oldest first: at most `limit`, and at most one page. Empty only when none is left. With a target,
   * only the messages with this target.
   */
  read(key: string, after: number, limit: number, target?: string): StoredMessage[];
  /** The cursor before the last `count` messages, or before all of them if there are fewer. */
  cursorBefore(key: string, count: number, target?: string): number;
  /** Raises the floor: messages at or below it are no longer read, and are kept only for their ids. */
  retire(key: string, floor: number): void;
  /**
   * Removes retired messages from before a time (ms since 1970), oldest first; only a few per call, so that no call takes long.
   * A message from after `now` was stamped by a clock that was wrong: its time becomes `now`, or it would hold up all later ones.
   * @returns how many it has removed
   */
  purge(key: string, before: number, now: number): number;
  /** Keeps a text under a key, in place of the text before; `undefined` removes it. */
  note(key: string, text: string | undefined): void;
  /** The notes whose keys begin with `start`, in the order of their keys. */
  notes(start: string): [key: string, text: string][];
  close(): void;
}

/** How many messages `purge` removes per call. More than one, so that a backlog shrinks even while each new message retires another. */
export const PURGED_AT_ONCE = 2;

const PAGE_MESSAGES = 100;
const PAGE_CHARACTERS = 64 * 1024;

/** The first page of `messages`: limited in number and in size, since a page waits in memory until its reader takes it. */
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

/** A name that nothing else has: 64 random bits. */
export function uniqueName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const here = uniqueName();
let made = 0;

/**
 * An id for a message whose publisher gave none. All ids of one run begin alike and are equally long, so each comes right after the one
 * before it in an index: a page is full before the next one begins.
 */
export function makeId(): string {
  made += 1;
  return `${here}.${made.toString(36).padStart(8, '0')}`;
}
