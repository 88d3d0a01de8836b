// Takes what a peer sends over one link: each message once, and acknowledges it when it is stored.

import { type Link, readNumber } from '#link';
import { type Envelope, readEnvelope } from '#envelope';
import type { Identity } from '#proofs';
import type { Message } from '02-persistence';
import { type Frame, quote, Refusal, type Tags } from '@workshop/protocol';

/** A message that may have come from another broker. */
export interface ArrivedMessage extends Message {
  /** Which broker it came from, and its number in the outbox there; absent if it was published here. */
  readonly arrival?: { readonly from: Identity; readonly number: number };
}

export interface ReceiverHost {
  /** Accepts a message as if a session had published it. It is stored or refused by the time `settle` returns. */
  publish(message: ArrivedMessage): void;
  settle(): void;
  log(line: string): void;
  /** A message could not be stored or acknowledged: ends the link. */
  fail(link: Link, error: unknown): void;
}

export class Receiver {
  readonly #link: Link;
  readonly #host: ReceiverHost;
  /** The number of the last message that came from the peer, on this link or an earlier one. */
  #received: number;
  /** The number of the ACK that is about to be sent; `undefined` if none is due. */
  #acknowledged: number | undefined;

  /** @param received the number of the last message from the peer that is stored here */
  constructor(link: Link, host: ReceiverHost, received: number) {
    this.#link = link;
    this.#host = host;
    this.#received = received;
  }

  /**
   * MSG from the peer. Nothing is taken after a gap: its acknowledgement would also acknowledge what is missing. A frame without a valid
   * envelope is dropped, and not asked for again: the peer would send the same one, and nothing after it would ever arrive.
   */
  receive(frame: Frame): void {
    // #region receive
    const number = readNumber(frame.tags?.get('number'));
    if (number === undefined || number > this.#received + 1) return this.#link.hangUp();
    const envelope = readEnvelope(frame);
    if (envelope) return this.#take(number, envelope);
    const from = quote(frame.tags?.get('from') ?? '');
    this.#host.log(`${this.#link.them.name} sent what is no message of a user of its own (${from}): it is dropped`);
    this.#pass(number);
    // #endregion receive
  }

  /** SKIP from the peer: up to this number, it has dropped everything that it has not sent (P7-16). */
  skip({ target }: Frame): void {
    const number = readNumber(target);
    if (number === undefined) this.#link.hangUp();
    else this.#pass(number);
  }

  /**
   * Takes a message as if a session had published it, except that its publisher is a user of the peer (P7-14). If its number has come
   * before, the message is here already, and only its ACK was lost: it is acknowledged again, and nobody gets it twice (P7-15).
   */
  #take(number: number, { target, from, ...envelope }: Envelope): void {
    // #region take
    if (number <= this.#received) return this.#pass(number);
    this.#received = number;
    const { them } = this.#link;
    this.#host.publish({
      ...envelope,
      channel: target,
      from: `${from}@${them.name}`,
      arrival: { from: them, number },
      done: (outcome) => this.#conclude(number, outcome),
    });
    // #endregion take
  }

  /** There is nothing to store for a number. What came before it is stored first, because an ACK means everything up to its number. */
  #pass(number: number): void {
    this.#host.settle();
    this.#received = Math.max(this.#received, number);
    if (this.#link.isOpen) this.#acknowledge(this.#received);
  }

  /**
   * If a message is stored, the peer need not keep it any longer. If it is not, the link ends, because nothing that comes after it may be
   * stored before it. On the next link, it comes again.
   */
  #conclude(number: number, outcome: Tags | Refusal): void {
    try {
      if (outcome instanceof Refusal) throw outcome;
      this.#acknowledge(number);
    } catch (error) {
      this.#host.fail(this.#link, error);
    }
  }

  /** Tells the peer that everything up to a number is stored here. One ACK covers all messages that a turn has stored. */
  #acknowledge(number: number): void {
    // #region acknowledge
    if (this.#acknowledged === undefined)
      queueMicrotask(() => {
        this.#link.say({ verb: 'ACK', target: String(this.#acknowledged) });
        this.#acknowledged = undefined;
      });
    this.#acknowledged = number;
    // #endregion acknowledge
  }
}
