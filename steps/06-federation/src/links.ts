// One link for each pair of brokers, whoever dialled: how it comes about, and which one stays where there are two.

import type { Frame } from '@workshop/protocol';
import { Complaints } from './complaints.ts';
import { type Credentials, type Identity, introduceAsAcceptor, introduceAsDialler } from './handshake.ts';
import { Link } from './link.ts';
import { readNumber } from './parcels.ts';
import { NoLink, type Wire } from './wire.ts';

/** How long an introduction may take, in ms. While a slow one goes on, the next one is dialled. */
export const INTRODUCTION_MS = 10_000;

export interface LinksHost extends Credentials {
  log(line: string): void;
  /** Is told of each failure that is no `NoLink`: the broker's own fault. */
  report(error: unknown): void;
  /** The number of the last message from this broker that is stored here. An older link with it has ended, and what came by it is stored. */
  received(them: Identity): number;
  /** The link stands. @param received the same number, as the other broker gives it */
  linked(link: Link, received: number): void;
}

export class Links {
  readonly #host: LinksHost;
  readonly #complaints: Complaints;
  readonly #links = new Map<string, Link>();
  /** By peer, the link that this broker lost last, or never knew of. */
  readonly #lost = new Map<string, string>();

  constructor(host: LinksHost) {
    this.#host = host;
    this.#complaints = new Complaints((line) => host.log(line));
  }

  /** Meets a broker that has dialled this one. */
  async accept(wire: Wire): Promise<void> {
    const patience = setTimeout(() => wire.hangUp(), INTRODUCTION_MS);
    try {
      const { them, link } = await introduceAsAcceptor(wire, this.#host, (them) => this.#admit(them));
      const ready = await wire.next('READY');
      this.#admit(them);
      this.#settleDuel(them, ready.tags?.get('lost'));
      const accepted = this.#add(new Link(wire, them, link, false));
      this.#sendReady(accepted);
      this.#open(accepted, ready);
    } catch (error) {
      this.#turnAway(wire, error);
    } finally {
      clearTimeout(patience);
    }
  }

  /**
   * Meets a broker that this one has dialled.
   * @param heard is called when it has answered
   * @returns the link with it: this one, or the one that was there before
   * @throws {NoLink}
   */
  async dial(wire: Wire, heard: () => void): Promise<Link> {
    const { them, link } = await introduceAsDialler(wire, this.#host, heard);
    this.#admit(them);
    const old = this.#links.get(them.name);
    if (old) {
      wire.hangUp();
      return old;
    }
    const dialled = this.#add(new Link(wire, them, link, true));
    try {
      this.#sendReady(dialled);
      this.#open(dialled, await wire.next('READY'));
      return dialled;
    } catch (error) {
      dialled.hangUp();
      const other = this.#links.get(them.name);
      if (other && other !== dialled) return other;
      if (error instanceof NoLink && error.linked !== undefined) this.#lost.set(them.name, error.linked);
      throw error;
    }
  }

  /** Ends every link. */
  close(): void {
    for (const link of this.#links.values()) link.hangUp();
  }

  /** @throws {NoLink} for one whose name is taken (P7-19) */
  #admit({ name, store }: Identity): void {
    const linked = this.#links.get(name);
    if (name === this.#host.self.name || (linked && linked.them.store !== store))
      throw new NoLink(`two brokers have the name ${name}: give each its own BROKER_NAME`);
  }

  /**
   * A peer has dialled with which, as this broker sees it, there is a link. Mostly the peer knows better: it has lost that link, or
   * was started anew; and to refuse it a new link because the old one has only fallen silent would shut it out (nats-server#1399).
   * But where both dialled at once, it does not know of the other link yet. Then the one stays that the smaller name has dialled,
   * and both see it so.
   * @throws {NoLink} when the old one stays
   */
  #settleDuel(them: Identity, lost: string | undefined): void {
    const old = this.#links.get(them.name);
    if (!old) return;
    const bothDialled = old.isDialled && old.them.run === them.run && old.id !== lost;
    if (bothDialled && this.#host.self.name < them.name) throw new NoLink('there is a link already', old.id);
    old.hangUp();
  }

  #add(link: Link): Link {
    const { name } = link.them;
    this.#links.set(name, link);
    void link.gone.then(() => {
      this.#lost.set(name, link.id);
      if (this.#links.get(name) === link) this.#links.delete(name);
    });
    return link;
  }

  #sendReady(link: Link): void {
    const lost = this.#lost.get(link.them.name);
    const tags = new Map(lost === undefined ? [] : [['lost', lost]]);
    link.say({ verb: 'READY', target: String(this.#host.received(link.them)), tags });
  }

  /** @throws {NoLink} when the other broker's READY makes no sense */
  #open(link: Link, { target }: Frame): void {
    const received = readNumber(target);
    if (received === undefined) throw new NoLink(`${link.them.name} is no broker of this version: its READY has no number`);
    this.#complaints.clear();
    this.#host.linked(link, received);
  }

  /** Whoever goes away before anything is clear, or meets a link that stays, has done nothing that must be said. */
  #turnAway(wire: Wire, error: unknown): void {
    if (error instanceof NoLink) {
      if (error.linked === undefined) this.#complaints.say(`a broker that dialled is not linked: ${error.message}`);
      wire.refuse(error);
    } else if (!wire.isClosed) {
      this.#host.report(error);
      wire.refuse(new NoLink('it failed at this, by its own fault: its log says more'));
    }
  }
}
