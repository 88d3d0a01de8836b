// One link for each pair of brokers, whoever dialled: how it comes about, and which one stays if there are two.

import { type Frame, quote } from '@workshop/protocol';
import { Complaints, LinkStands, NoLink } from './complaints.ts';
import { Link, readNumber } from './link.ts';
import type { Admission, Network, Reply } from './network.ts';
import { randomToken } from './nonces.ts';
import type { Identity, Proofs } from './proofs.ts';

/** How long it may take to open a link, in ms. While a slow dial goes on, the next one starts. */
export const PATIENCE_MS = 10_000;

export interface LinksHost {
  readonly network: Network;
  readonly proofs: Proofs;
  log(line: string): void;
  /** Is told of each failure that is not a `NoLink`: this broker's own fault. */
  report(error: unknown): void;
  /** The number of the last message from them that is stored here. By now any older link has ended, and what came over it is stored. */
  received(them: Identity): number;
  /**
   * A link is open.
   * @param received the number of the last message from here that the other broker has stored
   * @throws {NoLink}
   */
  open(link: Link, received: number): void;
  /** Something was said on an open link. */
  receive(link: Link, frame: Frame): void;
}

export class Links {
  readonly #host: LinksHost;
  readonly #complaints: Complaints;
  readonly #links = new Map<string, Link>();
  /** By peer: the id of the link that this broker lost last, or never knew of. */
  readonly #lost = new Map<string, string>();

  constructor(host: LinksHost) {
    this.#host = host;
    this.#complaints = new Complaints((line) => host.log(line));
    host.network.open((proof) => this.#answer(proof));
  }

  /**
   * Dials the broker at an address: once to be asked for a proof, and once with it.
   * @param heard is called when it has answered
   * @returns the open link with it: this one, or the one that was there before
   * @throws {NoLink}
   */
  async dial(address: string, signal: AbortSignal, heard: () => void): Promise<Link> {
    const { network, proofs } = this.#host;
    const { connection, nonce, text } = await network.dial(address, undefined, signal);
    connection?.close(); // our brokers open none without a proof
    if (nonce === undefined) throw new NoLink(text ? `it refuses: ${quote(text, 200)}` : 'it is no broker of this version');
    if (proofs.isOwn(nonce)) throw new NoLink('it is the address of this broker itself: take it out');
    heard();
    const id = randomToken();
    const proof = await proofs.introduce(nonce, { id, lost: [...this.#lost.values()] });
    const reply = await network.dial(address, proof, signal);
    try {
      return await this.#conclude(reply, id, signal);
    } catch (error) {
      reply.connection?.close();
      throw error;
    }
  }

  /** The dialler has its answer. If there is a link by now, it can back out: the acceptor counts on nothing before READY. */
  async #conclude({ connection, proof, text = '' }: Reply, id: string, signal: AbortSignal): Promise<Link> {
    if (proof === undefined) throw new NoLink(`it refuses: ${quote(text, 200)}`);
    const { them, standing } = await this.#host.proofs.readConsent(proof, id);
    signal.throwIfAborted();
    this.#admit(them);
    const old = this.#links.get(them.name);
    if (old) {
      connection?.close();
      return old;
    }
    if (standing !== undefined) this.#lost.set(them.name, standing);
    if (!connection) throw new LinkStands(text);
    return await this.#begin(new Link(connection, them, id, true), signal);
  }

  /** Says READY, and waits for the other side's. */
  #begin(link: Link, signal: AbortSignal): Promise<Link> {
    const { promise, resolve, reject } = Promise.withResolvers<Link>();
    signal.addEventListener('abort', () => link.hangUp());
    this.#add(link);
    link.onClose.push(() => {
      const other = this.#links.get(link.them.name);
      if (other) resolve(other);
      else reject(new Error('it hung up before the link was open'));
    });
    this.#listen(link, reject, (received) => {
      this.#open(link, received);
      resolve(link);
    });
    this.#sayReady(link);
    return promise;
  }

  /** Answers a broker that dials. */
  async #answer(proof: string | undefined): Promise<Admission> {
    const { proofs } = this.#host;
    if (proof === undefined) return { status: 401, nonce: proofs.ask(), text: 'prove that you know PEER_SECRET' };
    try {
      const { them, id, lost } = await proofs.readIntroduction(proof);
      this.#admit(them);
      const old = this.#inTheWay(them, lost);
      const consent = await proofs.consent(id, old?.id);
      if (old) return { status: 409, proof: consent, text: 'there is a link already' };
      return { status: 101, proof: consent, take: (connection) => this.#accept(new Link(connection, them, id, false), lost) };
    } catch (error) {
      this.#complain(error);
      if (error instanceof NoLink) return { status: error.status, text: error.message };
      return { status: 500, text: 'it failed at this through a fault of its own: its log says more' };
    }
  }

  /** The acceptor goes on when the dialler says READY. It checks everything again, because much may have happened since it answered. */
  #accept(link: Link, lost: readonly string[]): void {
    const patience = setTimeout(() => link.hangUp(), PATIENCE_MS);
    link.onClose.push(() => clearTimeout(patience));
    const fail = (error: unknown) => this.#complain(error);
    this.#listen(link, fail, (received) => {
      clearTimeout(patience);
      this.#admit(link.them);
      if (this.#inTheWay(link.them, lost)) return link.hangUp();
      const old = this.#links.get(link.them.name);
      this.#add(link);
      old?.hangUp();
      this.#sayReady(link);
      this.#open(link, received);
    });
  }

  /** Ends every link. */
  close(): void {
    for (const link of this.#links.values()) link.hangUp();
  }

  /** @throws {NoLink} for a broker that can't be told from this one, or from another that is linked (P7-19) */
  #admit({ name, store }: Identity): void {
    const { self } = this.#host.proofs;
    const linked = this.#links.get(name);
    if (name === self.name || (linked && linked.them.store !== store))
      throw new NoLink(`two brokers have the name ${name}: give each its own BROKER_NAME`);
    if (store === self.store) throw new NoLink(`${name} and ${self.name} have copies of one DB_FILE: give one of them a new file`);
  }

  /**
   * The link, if there is one, that stands in the way of a broker that dials. Usually none does: the broker has lost the link that still
   * stands here, or was restarted, and a link that has only fallen silent must not shut it out (nats-server#1399). But if both brokers
   * dialled at once, it does not know yet of the link that this one dialled. Then the link dialled by the broker with the smaller name
   * stays, and both come to the same conclusion.
   */
  #inTheWay({ name, run }: Identity, lost: readonly string[]): Link | undefined {
    const old = this.#links.get(name);
    if (!old?.isDialled || old.them.run !== run || lost.includes(old.id)) return undefined;
    return this.#host.proofs.self.name < name ? old : undefined;
  }

  #add(link: Link): void {
    const { name } = link.them;
    this.#links.set(name, link);
    link.onClose.push(() => {
      this.#lost.set(name, link.id);
      if (this.#links.get(name) === link) this.#links.delete(name);
    });
  }

  /* READY:<number of the last message from the other broker that is stored here>, the first frame from either side */
  #sayReady(link: Link): void {
    link.say({ verb: 'READY', target: String(this.#host.received(link.them)) });
  }

  /** Reads a link. @param ready is called with the number in the other broker's READY; everything after it goes to the host */
  #listen(link: Link, fail: (error: unknown) => void, ready: (received: number) => void): void {
    let isReady = false;
    link.listen((frame) => {
      if (isReady) return this.#host.receive(link, frame);
      isReady = true;
      try {
        const received = frame.verb === 'READY' ? readNumber(frame.target) : undefined;
        if (received === undefined) throw new NoLink(`${link.them.name} is no broker of this version: it does not say READY`);
        ready(received);
      } catch (error) {
        fail(error);
        link.hangUp();
      }
    });
  }

  #open(link: Link, received: number): void {
    this.#complaints.clear();
    this.#host.open(link, received);
  }

  #complain(error: unknown): void {
    if (error instanceof NoLink) this.#complaints.say(`a broker that dialled is not linked: ${error.message}`);
    else this.#host.report(error);
  }
}
