// HISTORY: a part of a log, page by page.

import type { Dialogue } from '#dialogue';
import { sendStored } from '#journal';
import type { PacedSession } from '#pace';
import type { MessageStore } from '#store';
import type { Subscriptions } from '#subscriptions';
import { sinceOf } from '#tags';
import type { Broker } from '01-basic-pubsub';
import { type Frame, Refusal, requireChannel, requireTarget, type Tags } from '@workshop/protocol';

const DEFAULT_COUNT = 50;
const MAX_COUNT = 1000;

/** What a HISTORY asks for. */
export interface LogPart {
  readonly key: string;
  readonly count: number;
  /** In an inbox: the other party, if only the conversation with them is wanted. */
  readonly target?: string | undefined;
}

export class History {
  readonly #broker: Broker;
  readonly #store: MessageStore;

  constructor(broker: Broker, store: MessageStore) {
    this.#broker = broker;
    this.#store = store;
  }

  /** Sends a part of a log. @returns the tags of the OK that follows it: where it ends, and whether there is more (P3-11) */
  async answer(session: PacedSession, frame: Frame, part: LogPart): Promise<Tags> {
    const since = sinceOf(frame);
    // #region answer
    const last = (await this.#send(session, part, since)) ?? since ?? 0;
    const tags = new Map([['last', String(last)]]);
    if (!this.#isThere(session)) return tags; // nobody will read them, and the store may be closed by now
    if (this.#store.read(part.key, last, 1, part.target).length > 0) tags.set('more', '1');
    return tags;
    // #endregion answer
  }

  /**
   * Sends the first `count` messages after `since`, or the last `count` if there is no `since`, oldest first (P3-9, P3-10). It reads them
   * page by page, the next page once the client has taken the one before.
   * @returns the seq of the last message sent; `undefined` when there was none
   */
  async #send(session: PacedSession, { key, count, target }: LogPart, since: number | undefined): Promise<number | undefined> {
    // #region history
    let cursor = since ?? this.#store.cursorBefore(key, count, target);
    let last: number | undefined;
    for (let left = count; left > 0 && this.#isThere(session);) {
      const page = this.#store.read(key, cursor, left, target);
      if (page.length === 0) break;
      for (const message of page) {
        sendStored(session, key, message);
        last = cursor = message.seq;
      }
      left -= page.length;
      await session.drained?.();
    }
    return last;
    // #endregion history
  }

  /** Whether the session is still connected. */
  #isThere(session: PacedSession): boolean {
    return this.#broker.sessions.has(session);
  }
}

interface Parts {
  readonly broker: Broker;
  readonly dialogue: Dialogue;
  readonly store: MessageStore;
  readonly subscriptions: Subscriptions;
}

/** Gives a broker the command that reads a log. */
export function history({ broker, dialogue, store, subscriptions }: Parts): History {
  const reader = new History(broker, store);
  dialogue.alwaysAnswered.add('HISTORY');

  /* HISTORY:<channel>[:<count>], with or without the tag `since` */
  broker.commands.set('HISTORY', (session, frame) => {
    const target = requireTarget(frame);
    const count = countOf(frame);
    const key = requireChannel(target);
    subscriptions.authorize(session, key);
    return reader.answer(session, frame, { key, count });
  });
  return reader;
}

/**
 * How many messages a HISTORY asks for (P3-9).
 * @throws {Refusal} `BAD_FRAME` when its body is not a positive whole number
 */
export function countOf({ body }: Frame): number {
  // #region count
  if (body === undefined) return DEFAULT_COUNT;
  const count = /^\d+$/.test(body) ? Number(body) : 0;
  if (count === 0)
    throw new Refusal('BAD_FRAME', 'after the channel, HISTORY takes a number of messages, at least 1, as in HISTORY:news:20');
  return Math.min(count, MAX_COUNT);
  // #endregion count
}
