// Messages on their way into the stream. Over a network there are three ends: it is stored, it is refused, or nobody knows.

import { JetStreamApiError, type PubAck } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';
import type { Connection } from '#connection';
import { isAway } from '#errors';
import { headersOf, type NatsRecord } from '#record';

/** How long one attempt waits for its PubAck, in ms. */
const ACK_MS = 1000;
/** Between two attempts while NATS is there, in ms: JetStream may have no leader for a moment. */
const RETRY_MS = 250;
/** How long a message that may be stored is tried again, in ms. The stream remembers its id for longer than this. */
const PATIENCE_MS = 10_000;
const UNKNOWN = 'NATS does not answer, and may have stored this: send it again with the same id';

export type Outbound = Omit<NatsRecord, 'seq' | 'msgId'> & { readonly msgId: string };

/** A message of which nothing is known yet. */
interface Unsettled {
  readonly message: Outbound;
  readonly deadline: number;
  readonly settle: PromiseWithResolvers<PubAck>;
}

export class Outgoing {
  readonly #connection: Pick<Connection, 'require' | 'onReady'>;
  /** In the order in which they were published, and are published again. */
  readonly #unsettled = new Set<Unsettled>();
  readonly #log: (line: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the stream stored nothing when it was asked last; the log has said so. */
  #isFull = false;

  constructor(connection: Pick<Connection, 'require' | 'onReady'>, log: (line: string) => void) {
    this.#connection = connection;
    this.#log = log;
    connection.onReady.push(() => this.#sendAgain());
  }

  /**
   * Stores a message, once, however often that is tried.
   * @returns the PubAck: its sequence, and whether it was stored before
   * @throws {Refusal} `UNREACHABLE` while NATS is away; `INTERNAL` when the stream has not stored it
   */
  async store(message: Outbound): Promise<PubAck> {
    this.#connection.require(); // it may be refused now, and not once it is on its way
    const unsettled = { message, deadline: Date.now() + PATIENCE_MS, settle: Promise.withResolvers<PubAck>() };
    this.#unsettled.add(unsettled);
    this.#start(unsettled);
    try {
      const ack = await unsettled.settle.promise;
      this.#isFull = false;
      return ack;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #start(unsettled: Unsettled): void {
    this.#send(unsettled).catch((error: unknown) => this.#end(unsettled, () => unsettled.settle.reject(error)));
  }

  /** That the stream stores nothing is said once in the log, and not for each message. */
  #explain(error: unknown): unknown {
    if (!(error instanceof JetStreamApiError)) return error;
    if (!this.#isFull) this.#log(`NATS has not stored a message (${error.message}): publishes are refused until it does`);
    this.#isFull = true;
    return new Refusal('INTERNAL', "NATS has not stored this: the broker's log says why");
  }

  #end(unsettled: Unsettled, settle: () => void): void {
    this.#unsettled.delete(unsettled);
    settle();
  }

  /**
   * One attempt, and what becomes of it. Without an answer nothing is known: it is tried again until the deadline, and then its publisher
   * is told that it may be stored.
   */
  async #send(unsettled: Unsettled): Promise<void> {
    const { message, deadline, settle } = unsettled;
    // #region send
    try {
      const ack = await this.#publish(message);
      this.#end(unsettled, () => settle.resolve(ack));
    } catch (error) {
      if (!isAway(error)) throw error;
      if (Date.now() >= deadline) throw new Refusal('UNREACHABLE', UNKNOWN);
      this.#retryLater();
    }
    // #endregion send
  }

  /** Publishes a message under its id, so that the stream stores it once. @returns its PubAck. @throws what `publish` throws */
  async #publish(message: Outbound): Promise<PubAck> {
    const { jetstream } = this.#connection.require();
    const { subject, body, msgId } = message;
    const attempt = { headers: headersOf(message), timeout: ACK_MS, retries: 0 };
    // #region publish
    return await jetstream.publish(subject, body, { ...attempt, msgID: msgId });
    // #endregion publish
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => this.#sendAgain(), RETRY_MS);
  }

  /** NATS is back, or may answer now: everything of which nothing is known is sent again, in order. What was stored is not stored again. */
  #sendAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const unsettled of this.#unsettled) this.#start(unsettled);
  }
}
