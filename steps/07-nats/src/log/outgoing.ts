// Messages on their way into the stream. Over a network, this can end in three ways: stored, refused, or nobody knows.

import { JetStreamApiError, type PubAck } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';
import type { Connection } from '#connection';
import { isAway } from '#errors';
import { headersOf, type NatsRecord } from '#record';

/** How long one attempt waits for its PubAck, in ms. */
const ACK_MS = 1000;
/** How long to wait between two attempts while NATS is there, in ms: JetStream may have no leader for a moment. */
const RETRY_MS = 250;
/** For how long a message that may be stored is sent again, in ms. The stream remembers its id for longer than this. */
const PATIENCE_MS = 10_000;
const UNKNOWN = 'NATS does not answer, and may have stored this: send it again with the same id';

export type Outbound = Omit<NatsRecord, 'seq' | 'msgId'> & { readonly msgId: string };

/** A message that may or may not have been stored yet. */
interface Unsettled {
  readonly message: Outbound;
  readonly deadline: number;
  readonly settle: PromiseWithResolvers<PubAck>;
}

export class Outgoing {
  readonly #connection: Pick<Connection, 'require' | 'onReady'>;
  /** In the order in which they were published, which is also the order in which they are sent again. */
  readonly #unsettled = new Set<Unsettled>();
  readonly #log: (line: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the stream refused the last message. The log has said so then. */
  #isFull = false;

  constructor(connection: Pick<Connection, 'require' | 'onReady'>, log: (line: string) => void) {
    this.#connection = connection;
    this.#log = log;
    connection.onReady.push(() => this.#sendAgain());
  }

  /**
   * Stores a message once, however many attempts that takes.
   * @returns the PubAck: its sequence, and whether it was stored before
   * @throws {Refusal} `UNREACHABLE` while NATS is away; `INTERNAL` when the stream has not stored it
   */
  async store(message: Outbound): Promise<PubAck> {
    this.#connection.require(); // a message may be refused now, but not once it is on its way
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

  /** The log says once that the stream stores nothing, and not again for each message. */
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
   * One attempt, and what becomes of it. Without an answer nothing is known: the message is sent again until the deadline, and then its
   * publisher is told that it may be stored.
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

  /** NATS is back, or may answer now: every message whose end isn't known is sent again, in order. The stream stores none of them twice. */
  #sendAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const unsettled of this.#unsettled) this.#start(unsettled);
  }
}
