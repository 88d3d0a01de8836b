// SUBSCRIBE: a live stream. A client that gives its cursor gets everything it missed first, without a gap and without a duplicate.

import type { Dialogue } from '#dialogue';
import { sendStored } from '#journal';
import type { PacedSession } from '#pace';
import type { MessageStore, StoredMessage } from '#store';
import type { Reader, Subscriptions } from '#subscriptions';
import { sinceOf } from '#tags';
import { NO_TAGS } from '#turn';
import type { Broker } from '01-basic-pubsub';
import { channelOf, type Frame, Refusal } from '@workshop/protocol';

/** A log, as a session subscribes to it. */
export interface LogSubscription {
  readonly key: string;
  /** The newest seq at the time the session's live stream of this log began; absent while it has none. */
  readonly start?: number | undefined;
  /** Begins the live stream, unless there is one. @param newest the seq that the answer gave */
  goLive(newest: number): void;
}

/** A session that reads logs, live or at its own pace. */
export type PacedReader = PacedSession & Reader;

export class Resume {
  readonly #broker: Broker;
  readonly #dialogue: Dialogue;
  readonly #store: MessageStore;

  constructor(broker: Broker, dialogue: Dialogue, store: MessageStore) {
    this.#broker = broker;
    this.#dialogue = dialogue;
    this.#store = store;
  }

  /** Answers a SUBSCRIBE (P3-13), and begins the live stream, at once or after a replay. */
  subscribe(session: PacedReader, frame: Frame, log: LogSubscription): Promise<void> | undefined {
    const since = sinceOf(frame);
    if (since !== undefined) return this.#resume(session, frame, log, since);
    const { newest } = this.#store.bounds(log.key);
    this.#dialogue.answer(session, frame, this.#placeOf(newest));
    log.goLive(newest);
    return undefined;
  }

  /** Promises that every message after `since` will follow, and keeps the promise; or says that it can't be made (P3-16). */
  #resume(session: PacedReader, frame: Frame, log: LogSubscription, since: number): Promise<void> | undefined {
    // #region resume
    const { floor, newest } = this.#store.bounds(log.key);
    const epoch = frame.tags?.get('epoch') ?? this.#store.epoch;
    const recovered = epoch === this.#store.epoch && floor <= since && since <= newest;
    const tags = this.#placeOf(newest).set('recovered', recovered ? '1' : '0');
    this.#dialogue.answer(session, frame, tags);
    if (recovered) return this.#keepPromise(session, log, since, newest);
    log.goLive(newest);
    return undefined;
    // #endregion resume
  }

  /** The tags of every OK to a SUBSCRIBE: a cursor that the client may resume from, and the epoch of the store that it belongs to. */
  #placeOf(newest: number): Map<string, string> {
    return new Map([
      ['seq', String(newest)],
      ['epoch', this.#store.epoch],
    ]);
  }

  /** After the answer, a failure would leave a gap that the client can't see, so the session ends: the client comes back and resumes. */
  async #keepPromise(session: PacedReader, log: LogSubscription, since: number, newest: number): Promise<void> {
    session.replaying = log.key;
    try {
      await this.#replay(session, log, since, newest);
    } catch (error) {
      this.#broker.fail(error, session);
      if (!(error instanceof Refusal)) this.#cut(session);
    } finally {
      session.replaying = undefined;
    }
  }

  /**
   * Sends the messages after `since`, page by page, and begins the live stream at the very end: messages published meanwhile are in the
   * store, and come with a later page. A session that was live already gets only the messages up to its `start` (P3-18).
   */
  async #replay(session: PacedSession, { key, start, goLive }: LogSubscription, since: number, newest: number): Promise<void> {
    // #region replay
    let cursor = since;
    for (let page = this.#page(session, key, cursor, start); page.length > 0; page = this.#page(session, key, cursor, start)) {
      for (const message of page) {
        sendStored(session, key, message);
        cursor = message.seq;
      }
      await session.drained?.();
    }
    goLive(newest); // no await since the store was last read: nothing can have slipped in between
    // #endregion replay
  }

  /**
   * The page after a cursor, up to `end`; empty when the session has gone away. If retention has overtaken the cursor, some promised
   * messages are gone: the session is cut off, and learns of the gap when it comes back (P3-16).
   */
  #page(session: PacedSession, key: string, cursor: number, end = Number.POSITIVE_INFINITY): StoredMessage[] {
    if (!this.#broker.sessions.has(session) || cursor >= end) return [];
    if (this.#store.bounds(key).floor > cursor) {
      this.#cut(session);
      return [];
    }
    return this.#store.read(key, cursor, Number.POSITIVE_INFINITY).filter(({ seq }) => seq <= end);
  }

  /** Ends a session whose promise can't be kept, without a close frame: the client comes back, and then learns what is left. */
  #cut(session: PacedSession): void {
    this.#broker.disconnect(session);
    session.cut();
  }
}

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Dialogue;
  readonly store: MessageStore;
  readonly subscriptions: Subscriptions;
}

/** Gives a broker the commands that begin and end a subscription. */
export function resuming({ broker, dialogue, store, subscriptions }: Parts): Resume {
  const resume = new Resume(broker, dialogue, store);

  /* SUBSCRIBE:<channel>, with or without the tags `since` and `epoch` */
  broker.commands.set('SUBSCRIBE', (session: Reader, frame) => {
    const key = channelOf(frame);
    subscriptions.authorize(session, key);
    const goLive = (newest: number) => subscriptions.begin(session, key, newest);
    return resume.subscribe(session, frame, { key, start: session.starts?.get(key), goLive });
  });

  /* UNSUBSCRIBE:<channel> */
  broker.commands.set('UNSUBSCRIBE', (session, frame) => {
    subscriptions.end(session, channelOf(frame));
    return NO_TAGS;
  });
  return resume;
}
