// What a person must mend is said once, not at each redial.

/** Different complaints that are remembered: whoever makes up ever new ones fills neither the memory nor the log. */
const MAX_COMPLAINTS = 100;

export class Complaints {
  readonly #log: (line: string) => void;
  readonly #said = new Set<string>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  say(line: string): void {
    if (this.#said.has(line) || this.#said.size === MAX_COMPLAINTS) return;
    this.#said.add(line);
    this.#log(line);
  }

  /** All is in order now: when that changes, it is said anew. */
  clear(): void {
    this.#said.clear();
  }
}
