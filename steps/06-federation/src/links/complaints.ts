// Why there is no link: what a person must put right. It is said once, not at each redial.

/** A "no" between brokers. Its message is the log line that a person needs, on either side. */
export class NoLink extends Error {
  override readonly name = 'NoLink';
  /** As in HTTP: 403 for a broker that has proved nothing, 409 for one that is in conflict with another. */
  readonly status: 403 | 409;

  constructor(message: string, status: 403 | 409 = 409) {
    super(message);
    this.status = status;
  }
}

/** There is a link already, or will be in a moment: nobody has to do anything. */
export class LinkStands extends NoLink {}

/** How many different complaints are remembered: a stranger who causes new ones all the time must not fill the memory or the log. */
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

  /** All is well now. If something goes wrong again, it is said again. */
  clear(): void {
    this.#said.clear();
  }
}
