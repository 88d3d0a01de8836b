// Messages on their way into the stream. Over a network there are three ends: it is stored, it is refused, or nobody knows.

import type { PubAck } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';
import type { Connection } from '#connection';
import { isAway } from '../nats/errors.ts';
import { headersOf, type NatsRecord } from '#record';

/** How long one attempt waits for its PubAck, in ms. */
const ACK_MS = 1000;
/** Between two attempts while NATS is there, in ms: JetStream may have no leader for a moment. */
const RETRY_MS = 250;
/** How long a message that may be stored is tried again, in ms. The stream remembers its id for longer than this. */
const PATIENCE_MS = 10_000;

export type Outbound = Omit<NatsRecord, 'seq' | 'msgId'> & { readonly msgId: string };

/** A message of which nothing is known yet. */
interface Unsettled {
  readonly message: Outbound;
  readonly deadline: number;
  readonly settle: PromiseWithResolvers<PubAck>;
}

export class Outgoing {
  readonly #connection: Connection;
  /** In the order in which they were published, and are published again. */
  readonly #unsettled = new Set<Unsettled>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onReady.push(() => this.#sendAgain());
  }

  /**
   * Stores a message, once, however often that is tried.
   * @returns the PubAck: its sequence, and whether it was stored before
   * @throws {Refusal} `UNREACHABLE` while NATS is away; any other error when the stream has not stored it
   */
  async store(message: Outbound): Promise<PubAck> {
    // #region store
    this.#connection.require(); // it may be refused now, and not once it is on its way
    const unsettled = { message, deadline: Date.now() + PATIENCE_MS, settle: Promise.withResolvers<PubAck>() };
    this.#unsettled.add(unsettled);
    void this.#send(unsettled);
    return unsettled.settle.promise;
    // #endregion store
  }

  /** One attempt. When it gets no answer, that says nothing: the message stays among those of which nothing is known. */
  async #send(unsettled: Unsettled): Promise<void> {
    const { message, deadline, settle } = unsettled;
    try {
      settle.resolve(await this.#publish(message));
    } catch (error) {
      if (isAway(error) && Date.now() < deadline) return this.#retryLater();
      const unknown = new Refusal('UNREACHABLE', 'NATS does not answer, and may have stored this: send it again with the same id');
      settle.reject(isAway(error) ? unknown : error);
    }
    this.#unsettled.delete(unsettled);
  }

  /** Publishes a message so that the stream stores it once under its id, and waits for the PubAck. */
  async #publish(message: Outbound): Promise<PubAck> {
    const { jetstream } = this.#connection.require();
    // #region publish
    const { subject, body, msgId } = message;
    return jetstream.publish(subject, body, { msgID: msgId, headers: headersOf(message), timeout: ACK_MS, retries: 0 });
    // #endregion publish
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => this.#sendAgain(), RETRY_MS);
  }

  /** NATS is back, or may answer now: everything of which nothing is known is sent again, in order. What was stored is not stored again. */
  #sendAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // #region again
    for (const unsettled of this.#unsettled) void this.#send(unsettled);
    // #endregion again
  }
}
