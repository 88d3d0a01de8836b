// How two brokers come to trust each other before there is a link: each proves that it knows PEER_SECRET, which never crosses the wire.

import { isName } from '@workshop/protocol';
import { NoLink } from './complaints.ts';
import { Nonces } from './nonces.ts';
import type { Claims, Seal } from './seal.ts';

/** Who a broker is. */
export interface Identity {
  readonly name: string;
  /** The epoch of its store: two stores under one name are two brokers. */
  readonly store: string;
  /** A new one each time its process starts. */
  readonly run: string;
}

/** What a broker that dials proves. */
export interface Introduction {
  readonly them: Identity;
  /** The link's name, which the dialler makes up. It is random, so it is also the nonce for the other broker's proof. */
  readonly id: string;
  /** The links that the dialler has lost, or never knew of, even if another broker thinks that they still stand. */
  readonly lost: readonly string[];
}

/** What the broker that was dialled proves. */
export interface Consent {
  readonly them: Identity;
  /** The id of the link that there is already and that stays; `undefined` if the new one may open. */
  readonly standing: string | undefined;
}

/**
 * The dialler's proof repeats a nonce of the acceptor's, and the acceptor's repeats one of the dialler's, as in HTTP Digest (RFC 7616).
 * So neither fits another conversation. Each names its role, so nobody can send one side its own proof back as the other's.
 *
 * The dialler goes first, because it calls only addresses that it was given. An acceptor that went first would hand its proof to anybody
 * who calls, and they could try secrets on it.
 */
export class Proofs {
  readonly self: Identity;
  readonly #seal: Seal;
  readonly #nonces = new Nonces();

  constructor(self: Identity, seal: Seal) {
    this.self = self;
    this.#seal = seal;
  }

  /** The acceptor's question to a broker that dials. */
  ask(): string {
    return this.#nonces.give();
  }

  /** Whether this broker itself asked that question. */
  isOwn(nonce: string): boolean {
    return this.#nonces.has(nonce);
  }

  /** The dialler's answer. */
  introduce(nonce: string, { id, lost }: Omit<Introduction, 'them'>): Promise<string> {
    return this.#seal.close({ role: 'dialler', ...this.self, nonce, id, lost });
  }

  /** @throws {NoLink} if the dialler has proved nothing */
  async readIntroduction(proof: string): Promise<Introduction> {
    const { them, claims } = await this.#open(proof, 'dialler');
    if (!this.#nonces.take(String(claims['nonce']))) throw new NoLink(`the proof of ${them.name} came too late, or came before`, 403);
    const { id, lost } = claims;
    return { them, id: String(id), lost: Array.isArray(lost) ? lost : [] };
  }

  /** The acceptor's proof for the dialler of a link. */
  consent(id: string, standing: string | undefined): Promise<string> {
    return this.#seal.close({ role: 'acceptor', ...this.self, nonce: id, standing });
  }

  /** @throws {NoLink} if the acceptor has proved nothing */
  async readConsent(proof: string, id: string): Promise<Consent> {
    const { them, claims } = await this.#open(proof, 'acceptor');
    const { nonce, standing } = claims;
    if (nonce !== id) throw new NoLink(`${them.name} has proved nothing: it repeats what was said on another link`, 403);
    return { them, standing: typeof standing === 'string' ? standing : undefined };
  }

  async #open(proof: string, role: 'dialler' | 'acceptor'): Promise<{ them: Identity; claims: Claims }> {
    const claims = await this.#seal.open(proof);
    if (!claims) throw new NoLink('it knows another PEER_SECRET: give both brokers the same', 403);
    const { name, store, run } = claims;
    if (claims['role'] !== role || typeof name !== 'string' || !isName(name)) throw new NoLink('it is no broker of this version', 403);
    return { them: { name, store: String(store), run: String(run) }, claims };
  }
}
