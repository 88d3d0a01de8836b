// Numbers that are used once. A proof that repeats one fits a single conversation, so a recording of it is worth nothing.

/** How long a dialler may take to come back with its proof, in ms. */
const LIFETIME_MS = 10_000;

/** How many are remembered. Beyond that, new strangers push out the oldest ones, so that they cannot fill the memory. */
const MAX_NONCES = 10_000;

export class Nonces {
  /** When each was given out, the oldest first. */
  readonly #given = new Map<string, number>();

  /** Gives one out. */
  give(): string {
    const now = Date.now();
    for (const [nonce, since] of this.#given) {
      if (this.#given.size < MAX_NONCES && now - since < LIFETIME_MS) break;
      this.#given.delete(nonce);
    }
    const nonce = randomToken();
    this.#given.set(nonce, now);
    return nonce;
  }

  /** Whether it was given out here, and has not come back yet. */
  has(nonce: string): boolean {
    return this.#given.has(nonce);
  }

  /** Takes one back. False if it was not given out here, was given out too long ago, or has come back before. */
  take(nonce: string): boolean {
    const since = this.#given.get(nonce);
    return this.#given.delete(nonce) && since !== undefined && Date.now() - since < LIFETIME_MS;
  }
}

/** 128 random bits. */
export function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
