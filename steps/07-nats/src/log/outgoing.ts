// Messages on their way into the stream. Over a network there are three ends: it is stored, it is refused, or nobody knows.

import type { PubAck } from '@nats-io/jetstream';
import { Refusal } from '@workshop/protocol';
import type { Connection } from '#connection';
import { isAway } from '../nats/errors.ts';
import { headersOf, type NatsRecord } from '#record';

/** How long one attempt waits for its PubAck, in ms. */
const ACK_MS = 1000;
/** How long a message that may be stored is tried again, in ms. The stream remembers its id for longer than this. */
const PATIENCE_MS = 10_000;

export type Outbound = Omit<NatsRecord, 'seq' | 'msgId'> & { readonly msgId: string };

export class Outgoing {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Stores a message, once, however often that is tried.
   * @returns the PubAck: its sequence, and whether it was stored before
   * @throws {Refusal} `UNREACHABLE` while NATS is away; any other error when the stream has not stored it
   */
  async store(message: Outbound): Promise<PubAck> {
    // #region store
    this.#connection.require();
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const ack = await this.#attempt(message);
      if (ack) return ack;
      if (Date.now() > deadline)
        throw new Refusal('UNREACHABLE', 'NATS has not answered, and may have stored this: send it again with the same id');
      await this.#connection.back(deadline - Date.now());
    }
    // #endregion store
  }

  /** Publishes it, and waits for the PubAck; nothing when none came, which says nothing about whether it is stored. */
  async #attempt(message: Outbound): Promise<PubAck | undefined> {
    const { subject, body, msgId } = message;
    const nats = this.#connection.isUp ? this.#connection.require() : undefined;
    try {
      // #region attempt
      return await nats?.jetstream.publish(subject, body, { msgID: msgId, headers: headersOf(message), timeout: ACK_MS });
      // #endregion attempt
    } catch (error) {
      if (isAway(error)) return undefined;
      throw error;
    }
  }
}
