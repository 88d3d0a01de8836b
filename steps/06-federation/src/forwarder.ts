// Messages between brokers: for whom one goes out, and what becomes of one that comes in.

import { isAddress, readAddress } from '#addresses';
import type { Link } from '#link';
import { type Parcel, readNumber, readParcel } from '#parcels';
import type { Peer, Peers } from '#peers';
import type { Broker } from '01-basic-pubsub';
import type { Publication } from '05-private';
import { type Frame, isChannel, quote, Refusal, type Tags } from '@workshop/protocol';

/** A message of this network. */
export interface NetworkMessage extends Publication {
  /** How it came here, where it was published on another broker. */
  readonly arrival?: { readonly link: Link; readonly number: number };
  /** It is for the subscribers of this broker alone. */
  readonly staysHere?: boolean;
}

export class Forwarder {
  readonly #broker: Broker;
  readonly #peers: Peers;
  readonly #log: (line: string) => void;
  /** Those for whom something was queued since the last delivery. */
  readonly #stirred = new Set<Peer>();

  constructor(broker: Broker, peers: Peers, log: (line: string) => void) {
    this.#broker = broker;
    this.#peers = peers;
    this.#log = log;
  }

  /** A message is stored. What follows from it for other brokers is so too, in the same transaction: all of it happens, or nothing. */
  store(message: NetworkMessage): void {
    const { arrival } = message;
    if (arrival) this.#peers.noteReceived(arrival.link.them, arrival.number);
    if (!this.#peers.isEmpty) this.#forward(message);
  }

  /**
   * Queues a message for each peer that it is for, linked or not. One that came from a peer goes to no other: its own broker has sent
   * it to all who want it, so in a full mesh it need not, and must not, go on (P7-7).
   */
  #forward(message: NetworkMessage): void {
    // #region forward
    if (message.arrival || message.duplicate) return;
    for (const peer of this.recipients(message)) {
      peer.outbox.add(toParcel(message));
      this.#stirred.add(peer);
    }
    // #endregion forward
  }

  /** The peers that a message is for: the one that it is addressed to, or those who are interested (P7-8). */
  recipients({ channel, staysHere }: Pick<NetworkMessage, 'channel' | 'staysHere'>): Iterable<Peer> {
    if (isAddress(channel)) return [this.#peers.find(readAddress(channel).broker)].filter((peer) => peer !== undefined);
    return staysHere || !isChannel(channel) ? [] : this.#peers.interestedIn(channel);
  }

  /** The turn is committed: what it has queued may go out. */
  deliver(): void {
    for (const peer of this.#stirred) peer.courier?.wake();
    this.#stirred.clear();
  }

  /** MSG from a peer. Nothing is taken behind a gap: to acknowledge it would be to acknowledge what is missing. */
  receive(link: Link, frame: Frame): void {
    const number = readNumber(frame.tags?.get('number'));
    if (number === undefined || number > link.received + 1) return link.hangUp();
    const parcel = readParcel(frame);
    if (parcel) return this.#take(link, number, parcel);
    // A peer that is wrong stays so: what it sends again would be refused again, and stop all that comes after it.
    this.#log(`${link.them.name} sent what is no message of a user of its own (${quote(frame.tags?.get('from') ?? '')}): it is dropped`);
    this.#skip(link, number);
  }

  /** SKIP from a peer: up to a number, all that was not brought was dropped (P7-16). */
  skip(link: Link, { target }: Frame): void {
    const number = readNumber(target);
    if (number === undefined) link.hangUp();
    else this.#skip(link, number);
  }

  /**
   * Takes a message as if a session had published it, except that its publisher is a user of the peer. A number that was there before
   * is a message that is here already, and only its acknowledgement was lost: it is acknowledged anew, and nobody gets it twice (P7-15).
   */
  #take(link: Link, number: number, { target, from, id, time, body }: Parcel): void {
    // #region take
    if (number <= link.received) return this.#skip(link, number);
    link.received = number;
    const message: NetworkMessage = { channel: target, from: `${from}@${link.them.name}`, id, time, body, arrival: { link, number } };
    this.#broker.publish(message, link, { verb: 'MSG', target: String(number) });
    // #endregion take
  }

  /** Acknowledges a number that nothing is to be stored for; those before it are stored first. */
  #skip(link: Link, number: number): void {
    this.#broker.settle();
    link.received = Math.max(link.received, number);
    if (link.isOpen) link.acknowledge(link.received);
  }

  /**
   * What became of a message from a peer: it is stored, and the peer need not keep it any longer; or it is not, and then the link ends,
   * for what comes after it must not be stored before it. On the next link it comes again.
   */
  conclude(link: Link, outcome: Tags | Refusal, { target }: Frame): void {
    if (!(outcome instanceof Refusal)) return link.acknowledge(Number(target));
    link.hangUp();
    if (outcome.code === 'TODO')
      this.#broker.guard(() => {
        throw outcome;
      });
  }
}

function toParcel({ channel, from = '', time = 0, receipt, body }: NetworkMessage): Parcel {
  const target = isAddress(channel) ? readAddress(channel).target : channel;
  return { target, id: receipt?.get('id') ?? '', from, time, body };
}
