// Which other brokers a message is for. It is queued for them in the transaction that stores it: both happen, or neither.

import { isAddress, readAddress } from '#addresses';
import { envelopeOf } from '#envelope';
import type { Peer, Peers } from '#peers';
import type { ArrivedMessage } from '#receiver';
import type { Turn } from '02-persistence';
import { isChannel } from '@workshop/protocol';

/** A message of this network. */
export interface NetworkMessage extends ArrivedMessage {
  /** It is only for the subscribers of this broker. */
  readonly staysHere?: boolean;
}

export class Forwarding {
  readonly #peers: Peers;
  /** The peers for which something has been queued since the last delivery. */
  readonly #stirred = new Set<Peer>();

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  /** The peers that a message is for, linked or not: the one that it is addressed to, or all that are interested (P7-8). */
  recipients({ channel, staysHere }: Pick<NetworkMessage, 'channel' | 'staysHere'>): Iterable<Peer> {
    if (isAddress(channel)) return [this.#peers.find(readAddress(channel).broker)].filter((peer) => peer !== undefined);
    return staysHere || !isChannel(channel) ? [] : this.#peers.interestedIn(channel);
  }

  /** A message is being stored. In the same transaction, it is noted as received, or queued for the peers. */
  store(message: NetworkMessage): void {
    const { arrival } = message;
    if (arrival) this.#peers.noteReceived(arrival.from, arrival.number);
    if (!this.#peers.isEmpty) this.#forward(message);
  }

  /**
   * Queues a message for each peer that it is for. A message that came from a peer goes to no other one: its own broker sends it to every
   * broker that wants it, so in a full mesh a second hop would only make copies (P7-7).
   */
  #forward(message: NetworkMessage): void {
    // #region forward
    if (message.arrival || message.duplicate) return;
    for (const peer of this.recipients(message)) {
      peer.outbox.add(envelopeOf(message));
      this.#stirred.add(peer);
    }
    // #endregion forward
  }

  /** The turn is committed: what it has queued may go out. */
  deliver(): void {
    for (const { sender } of this.#stirred) sender?.wake();
    this.#stirred.clear();
  }
}

/** Call this after the features that store messages: a message gets its id from them before it is queued. */
export function forwarding({ turn }: { readonly turn: Turn }, peers: Peers): Forwarding {
  const forwarding = new Forwarding(peers);
  // #region lists
  turn.steps.stamp.push((message) => (message.time ??= Date.now())); // the same on every broker
  turn.steps.store.push((message) => forwarding.store(message));
  turn.steps.deliver.push(() => forwarding.deliver());
  // #endregion lists
  return forwarding;
}
