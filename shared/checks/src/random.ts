// Inputs drawn from a seed: each run has other names, but the same seed draws the same ones again.

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export class Random {
  #state: number;

  /** @param seed any 32-bit whole number */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. mulberry32, by Tommy Ettinger. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** So many letters and digits. */
  text(length: number): string {
    return Array.from({ length }, () => LETTERS[this.below(LETTERS.length)]).join('');
  }

  /** A word that is a channel, a user or a body, and that no other check is likely to draw. */
  word(prefix: string): string {
    return `${prefix}-${this.text(6)}`;
  }
}

/** A number that depends on the text alone: a check draws the same inputs whether or not others run before it. */
export function hash(text: string): number {
  let value = 0x811c9dc5; // FNV-1a
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
