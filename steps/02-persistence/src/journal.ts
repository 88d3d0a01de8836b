// The logs of a store as the protocol wants them: messages that are kept for a while, and readers that come back for what they missed.

import type { MessageStore, NewMessage, StoredMessage } from '#store';
import { type Broker, type Outcome, Packet, type Session } from '01-basic-pubsub';
import { type Frame, Refusal, type Tags } from '@workshop/protocol';

/** How long an id is remembered at least, in ms (P3-7). JetStream's window is as long. */
const REMEMBER_MS = 2 * 60 * 1000;

const DEFAULT_COUNT = 50;
const MAX_COUNT = 1000;

/** A log, as a session subscribes to it. */
export interface LogSubscription {
  readonly key: string;
  /** The newest seq when the session's live stream of this log began; absent when it has none yet. */
  readonly start?: number | undefined;
  /** Begins the live stream, unless there is one. @param newest the seq that the answer gave */
  goLive(newest: number): void;
}

/** What HISTORY asks of a log. */
export interface LogPart {
  readonly key: string;
  readonly count: number;
  /** In an inbox: the other party, whose messages alone are wanted. */
  readonly target?: string | undefined;
}

export class Journal {
  readonly #broker: Broker;
  readonly #store: MessageStore;
  readonly #retain: number;

  /** @param retain how many messages of each log are kept */
  constructor(broker: Broker, store: MessageStore, retain: number) {
    this.#broker = broker;
    this.#store = store;
    this.#retain = retain;
  }

  /** The seq of the newest message of a log; 0 when it never had one. */
  newest(key: string): number {
    return this.#store.bounds(key).newest;
  }

  /** The seq of the message in a log that this one repeats. */
  find(key: string, message: Pick<NewMessage, 'id' | 'from' | 'target'>): number | undefined {
    return this.#store.find(key, message);
  }

  /** Adds a message to a log, within the store's transaction; returns its seq. */
  append(key: string, message: NewMessage): number {
    const seq = this.#store.append(key, message);
    if (seq > this.#retain) this.#discard(key, seq);
    return seq;
  }

  /**
   * A log has outgrown what is kept of it: the oldest messages are no longer read (P3-20). They are removed only when their ids
   * need not be remembered any longer (P3-7).
   */
  #discard(key: string, newest: number): void {
    // #region retention
    this.#store.retire(key, newest - this.#retain);
    this.#store.purge(key, Date.now() - REMEMBER_MS);
    // #endregion retention
  }

  /** HISTORY:<channel>[:<count>], with the tag `since` or without. @returns the tags of its OK (P3-11) */
  async history(session: Session, frame: Frame, part: LogPart): Promise<Tags> {
    const since = sinceOf(frame);
    const last = (await this.#sendHistory(session, part, since)) ?? since ?? 0;
    const tags = new Map([['last', String(last)]]);
    if (!this.#isThere(session)) return tags; // nobody is left to ask for
    if (this.#store.read(part.key, last, 1, part.target).length > 0) tags.set('more', '1');
    return tags;
  }

  /**
   * Sends the first `count` messages after `since`, or without it the last `count`, the oldest first (P3-9, P3-10). The store gives
   * them by the page, and each page waits until the reader has taken the one before.
   * @returns the seq of the last one sent
   */
  async #sendHistory(session: Session, { key, count, target }: LogPart, since: number | undefined): Promise<number | undefined> {
    // #region history
    let cursor = since ?? this.#store.cursorBefore(key, count, target);
    let last: number | undefined;
    for (let left = count; left > 0 && this.#isThere(session);) {
      const page = this.#store.read(key, cursor, left, target);
      if (page.length === 0) break;
      for (const message of page) {
        this.#send(session, key, message);
        last = cursor = message.seq;
      }
      left -= page.length;
      await session.connection.drained();
    }
    return last;
    // #endregion history
  }

  /** SUBSCRIBE:<channel>, with the tags `since` and `epoch` or without: the answer, and then what it promises (P3-13, P3-15). */
  subscribe(session: Session, frame: Frame, log: LogSubscription): Outcome | Promise<Outcome> {
    const { floor, newest } = this.#store.bounds(log.key);
    const since = sinceOf(frame);
    const epoch = frame.tags?.get('epoch') ?? this.#store.epoch;
    const recovered = since !== undefined && epoch === this.#store.epoch && floor <= since && since <= newest; // P3-16
    const tags = new Map([
      ['seq', String(newest)],
      ['epoch', this.#store.epoch],
    ]);
    if (since !== undefined) tags.set('recovered', recovered ? '1' : '0');
    this.#broker.answer(session, tags, frame);
    if (recovered) return this.#replay(session, log, since, newest);
    log.goLive(newest);
    return 'answered';
  }

  /** Resumes, when it was promised already. What fails now leaves a gap, unless the session ends and comes back for it. */
  async #replay(session: Session, log: LogSubscription, since: number, newest: number): Promise<'answered'> {
    try {
      await this.#resume(session, log, since, newest);
    } catch (error) {
      this.#broker.refuse(session, error);
      if (!(error instanceof Refusal)) this.#broker.cut(session);
    }
    return 'answered';
  }

  /**
   * Sends what lies after `since`, page by page, and begins the live stream at the very end: what is published meanwhile is in the
   * store, and comes with a later page. A session that was live already gets what lies before its `start` (P3-18).
   */
  async #resume(session: Session, { key, start, goLive }: LogSubscription, since: number, newest: number): Promise<void> {
    // #region resume
    let cursor = since;
    for (let page = this.#page(session, key, cursor, start); page.length > 0; page = this.#page(session, key, cursor, start)) {
      for (const message of page) {
        this.#send(session, key, message);
        cursor = message.seq;
      }
      await session.connection.drained();
    }
    goLive(newest); // without an await since the last look: nothing can have slipped in between
    // #endregion resume
  }

  /**
   * The page after a cursor, as far as `end`. Empty for a session that has gone away. One that retention has overtaken is cut off:
   * what it was promised is no longer there, and it learns so when it comes back (P3-16).
   */
  #page(session: Session, key: string, cursor: number, end = Number.POSITIVE_INFINITY): StoredMessage[] {
    if (!this.#isThere(session) || cursor >= end) return [];
    if (this.#store.bounds(key).floor > cursor) {
      this.#broker.cut(session);
      return [];
    }
    return this.#store.read(key, cursor, Number.POSITIVE_INFINITY).filter(({ seq }) => seq <= end);
  }

  #isThere(session: Session): boolean {
    return this.#broker.sessions.has(session);
  }

  #send(session: Session, key: string, message: StoredMessage): void {
    session.send(new Packet({ verb: 'MSG', target: message.target ?? key, body: message.body, tags: tagsOf(message) }));
  }
}

/** The tags of a message's MSG, live or stored (P3-3 to P3-5). */
export function tagsOf({ seq, id, time, from }: Pick<StoredMessage, 'seq' | 'id' | 'time' | 'from'>): Tags {
  const tags = new Map([
    ['seq', String(seq)],
    ['id', id],
    ['time', String(time)],
  ]);
  if (from !== undefined) tags.set('from', from);
  const [, origin] = from?.split('@') ?? []; // of a user of another broker, such as alice@broker1 (P7-14)
  if (origin !== undefined) tags.set('origin', origin);
  return tags;
}

/** The tags of the OK that a message's publisher gets (P3-8). */
export function receiptOf({ seq, id }: Pick<StoredMessage, 'seq' | 'id'>): Tags {
  return new Map([
    ['seq', String(seq)],
    ['id', id],
  ]);
}

/** A cursor. What it looks like was seen at the door (P1-12). */
function sinceOf({ tags }: Frame): number | undefined {
  const since = tags?.get('since');
  return since === undefined ? undefined : Number(since);
}

/**
 * How many messages a HISTORY asks for (P3-9).
 * @throws {Refusal} `BAD_FRAME` when its body is no such number
 */
export function countOf({ body }: Frame): number {
  if (body === undefined) return DEFAULT_COUNT;
  const count = /^\d+$/.test(body) ? Number(body) : 0;
  if (count === 0) throw new Refusal('BAD_FRAME', 'after the channel HISTORY takes how many messages, from 1 on, as in HISTORY:news:20');
  return Math.min(count, MAX_COUNT);
}
