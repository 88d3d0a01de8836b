// The other brokers that this one has been linked with: what each is interested in, what waits for it, and the number of the last message
// that came from it. All of this is stored, so it holds while a peer is away, and after a restart (P7-9, P7-12).

import type { InterestChange } from '#interest';
import { Outbox } from '#outbox';
import type { Identity } from '#proofs';
import type { Sender } from '#sender';
import { Trie } from '#trie';
import type { MessageStore } from '02-persistence';
import type { Listener } from '04-typing';

// #region peer
/** Another broker that has been linked at least once. */
export interface Peer {
  readonly name: string;
  /** The channels and patterns that its sessions want. */
  readonly interest: Set<string>;
  readonly outbox: Outbox;
  /** Sends the peer what waits in the outbox; set only while there is a link. */
  sender?: Sender | undefined;
  /** Tells the peer who is typing; set only while there is a link. */
  typing?: Listener | undefined;
}
// #endregion peer

/** The keys of the notes in which peers are stored. A name is one word, so a space ends it. */
const keys = {
  peer: (name: string) => `peer ${name}`,
  interest: (name: string, pattern: string) => `interest ${name} ${pattern}`,
  received: ({ name, store }: Identity) => `received ${name} ${store}`,
};

const NOBODY: ReadonlySet<Peer> = new Set();

export interface PeersOptions {
  readonly store: MessageStore;
  /** How many messages may wait for one peer. */
  readonly maxWaiting: number;
  log(line: string): void;
}

export class Peers {
  readonly #options: PeersOptions;
  readonly #store: MessageStore;
  readonly #peers = new Map<string, Peer>();
  /** Who is interested in which patterns. It is built when it is first needed. */
  #interested: Trie<Peer> | undefined;

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#store = options.store;
    for (const [key] of this.#store.notes(keys.peer(''))) this.#add(key.slice(keys.peer('').length));
    for (const { name, interest } of this.#peers.values())
      for (const [, pattern] of this.#store.notes(keys.interest(name, ''))) interest.add(pattern);
  }

  /** A broker by its name; `undefined` for one that was never linked (P7-12). */
  find(name: string): Peer | undefined {
    return this.#peers.get(name);
  }

  /** A broker that has just been linked, by its name: from now on it is known. */
  meet(name: string): Peer {
    const peer = this.#peers.get(name);
    if (peer) return peer;
    this.#store.transaction(() => this.#store.note(keys.peer(name), ''));
    return this.#add(name);
  }

  /** Every broker that has been linked, and has not been forgotten. */
  get all(): Peer[] {
    return [...this.#peers.values()];
  }

  /**
   * Forgets a broker that is gone for good: what it wants, and what waits for it. If it comes back after all, it is met anew. How much it
   * has sent stays known, so that nothing is taken twice.
   * @throws {Error} if the store fails; then nothing has changed
   */
  forget({ name, interest, outbox }: Peer): void {
    this.#store.transaction(() => {
      outbox.clear();
      for (const pattern of interest) this.#store.note(keys.interest(name, pattern), undefined);
      this.#store.note(keys.peer(name), undefined);
    });
    this.#peers.delete(name);
    this.#interested = undefined;
  }

  get isEmpty(): boolean {
    return this.#peers.size === 0;
  }

  /** The peers that want the messages of a channel, linked or not. */
  interestedIn(channel: string): ReadonlySet<Peer> {
    const interested = this.#indexed();
    return interested.isEmpty ? NOBODY : interested.match(channel);
  }

  /**
   * A peer has said what it wants. This is stored before memory changes: if the store fails, nothing has changed, and the peer says
   * everything again on the next link.
   */
  changeInterest(peer: Peer, { kind, patterns }: InterestChange): void {
    // #region interest
    const { name, interest } = peer;
    const named = new Set(patterns);
    const wanted = kind === 'all' ? named : kind === 'more' ? interest.union(named) : interest.difference(named);
    const added = wanted.difference(interest);
    const removed = interest.difference(wanted);
    if (added.size + removed.size === 0) return;
    this.#store.transaction(() => {
      for (const pattern of added) this.#store.note(keys.interest(name, pattern), pattern);
      for (const pattern of removed) this.#store.note(keys.interest(name, pattern), undefined);
    });
    const interested = this.#indexed();
    for (const pattern of added) {
      interest.add(pattern);
      interested.add(pattern, peer);
    }
    for (const pattern of removed) {
      interest.delete(pattern);
      interested.delete(pattern, peer);
    }
    // #endregion interest
  }

  /** The number of the last message from a broker that is stored here. A broker with a new store starts again at 0. */
  received(them: Identity): number {
    const key = keys.received(them);
    const [, number] = this.#store.notes(key).find(([found]) => found === key) ?? [];
    return Number(number ?? 0);
  }

  /** Notes that number, within the transaction that stores the message. */
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

  #indexed(): Trie<Peer> {
    if (this.#interested) return this.#interested;
    const interested = new Trie<Peer>();
    for (const peer of this.#peers.values()) for (const pattern of peer.interest) interested.add(pattern, peer);
    return (this.#interested = interested);
  }
}
