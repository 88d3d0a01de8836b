// The other brokers of the network, as far as this one has met them: what they are interested in, what waits for them, and how far
// each has come. All of it is stored: it holds while a peer is away, and after a restart (P7-9, P7-12).

import { Outbox } from '#outbox';
import { Trie } from '#trie';
import type { MessageStore } from '05-private';
import type { Courier } from './courier.ts';
import type { Identity } from './handshake.ts';
import type { InterestChange } from './interest.ts';

/** Another broker that was linked at least once. */
export interface Peer {
  readonly name: string;
  readonly interest: Set<string>;
  readonly outbox: Outbox;
  /** What brings the messages to it, while there is a link. */
  courier?: Courier | undefined;
}

/** The notes in which it is stored. A name is one word, so that a space ends it. */
const keys = {
  peer: (name: string) => `peer ${name}`,
  interest: (name: string, pattern: string) => `interest ${name} ${pattern}`,
  received: ({ name, store }: Identity) => `received ${name} ${store}`,
};

const NOBODY: ReadonlySet<Peer> = new Set();

export interface PeersOptions {
  readonly store: MessageStore;
  /** Messages that wait for one peer at most. */
  readonly maxWaiting: number;
  log(line: string): void;
}

export class Peers {
  readonly #options: PeersOptions;
  readonly #store: MessageStore;
  readonly #peers = new Map<string, Peer>();
  readonly #interested = new Trie<Peer>();

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#store = options.store;
    for (const [key] of this.#store.notes(keys.peer(''))) this.#add(key.slice(keys.peer('').length));
    for (const peer of this.#peers.values())
      for (const [, pattern] of this.#store.notes(keys.interest(peer.name, ''))) this.#setInterest(peer, pattern, true);
  }

  /** A broker by its name; `undefined` for one that was never linked (P7-12). */
  find(name: string): Peer | undefined {
    return this.#peers.get(name);
  }

  /** The same for one that has just been linked: from now on it is known. */
  meet(name: string): Peer {
    const peer = this.#peers.get(name);
    if (peer) return peer;
    this.#store.transaction(() => this.#store.note(keys.peer(name), ''));
    return this.#add(name);
  }

  get isEmpty(): boolean {
    return this.#peers.size === 0;
  }

  /** Those who want the messages of a channel, linked or not. */
  interestedIn(channel: string): ReadonlySet<Peer> {
    return this.#interested.isEmpty ? NOBODY : this.#interested.match(channel);
  }

  /** What a peer says of its interest. In memory once it is stored. */
  changeInterest(peer: Peer, { kind, patterns }: InterestChange): void {
    const named = new Set(patterns);
    const added = kind === 'less' ? [] : [...named].filter((pattern) => !peer.interest.has(pattern));
    const removed = [...peer.interest].filter((pattern) => (kind === 'all' ? !named.has(pattern) : kind === 'less' && named.has(pattern)));
    if (added.length + removed.length === 0) return;
    this.#store.transaction(() => {
      for (const pattern of added) this.#store.note(keys.interest(peer.name, pattern), pattern);
      for (const pattern of removed) this.#store.note(keys.interest(peer.name, pattern), undefined);
    });
    for (const pattern of added) this.#setInterest(peer, pattern, true);
    for (const pattern of removed) this.#setInterest(peer, pattern, false);
  }

  /** The number of the last message from a broker that is stored here; a broker with a new store begins anew. */
  received(them: Identity): number {
    const key = keys.received(them);
    const [, number] = this.#store.notes(key).find(([found]) => found === key) ?? [];
    return Number(number ?? 0);
  }

  /** Within the transaction that stores the message. */
  noteReceived(them: Identity, number: number): void {
    this.#store.note(keys.received(them), String(number));
  }

  #add(name: string): Peer {
    const { maxWaiting, log } = this.#options;
    const full = () => log(`${maxWaiting} messages wait for ${name}: from now on the oldest are dropped for new ones`);
    const peer: Peer = { name, interest: new Set(), outbox: new Outbox(this.#store, name, maxWaiting, full) };
    this.#peers.set(name, peer);
    return peer;
  }

  #setInterest(peer: Peer, pattern: string, isInterested: boolean): void {
    if (isInterested) {
      peer.interest.add(pattern);
      this.#interested.add(pattern, peer);
    } else {
      peer.interest.delete(pattern);
      this.#interested.delete(pattern, peer);
    }
  }
}
