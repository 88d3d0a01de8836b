// Dials one address again and again while there is no link: at growing intervals, but never less often than every two seconds.

import { Complaints, LinkStands, NoLink } from './complaints.ts';
import type { Link } from './link.ts';
import { type Links, PATIENCE_MS } from './links.ts';

/** The wait after a failure, at first and at most, in ms. A random part is taken off, so that two brokers don't keep colliding. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1600;

/** The time from one dial to the next while nobody answers, in ms, even if the first one hangs (P7-17). */
const REDIAL_MS = 1800;

export class Dialler {
  readonly #address: string;
  readonly #links: Links;
  readonly #complaints: Complaints;
  /** The dials under way: more than one only while the first ones hang. */
  readonly #attempts = new Set<AbortController>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delay = FIRST_DELAY_MS;
  #isStopped = false;

  constructor(address: string, links: Links, log: (line: string) => void) {
    this.#address = address;
    this.#links = links;
    this.#complaints = new Complaints(log);
  }

  /** Dials now, and again whenever there is no link. */
  dial(): void {
    const attempt = new AbortController();
    this.#attempts.add(attempt);
    this.#dialIn(REDIAL_MS);
    void this.#attempt(attempt);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const attempt of this.#attempts) attempt.abort();
  }

  async #attempt(attempt: AbortController): Promise<void> {
    const due = Date.now() + REDIAL_MS;
    try {
      const link = await this.#reach(attempt);
      await this.#rest(attempt, link);
      this.#end(attempt, this.#nextDelay());
    } catch (error) {
      this.#complain(error, attempt);
      this.#end(attempt, Math.min(this.#nextDelay(), Math.max(0, due - Date.now())));
    }
  }

  async #reach(attempt: AbortController): Promise<Link> {
    const patience = setTimeout(() => attempt.abort(), PATIENCE_MS);
    try {
      return await this.#links.dial(this.#address, attempt.signal, () => this.#keepOnly(attempt));
    } finally {
      clearTimeout(patience);
    }
  }

  /** While there is a link, nothing is dialled. A link that is soon lost does not reset the delay: the trouble may last. */
  async #rest(attempt: AbortController, link: Link): Promise<void> {
    this.#keepOnly(attempt);
    clearTimeout(this.#timer);
    this.#complaints.clear();
    const since = Date.now();
    await new Promise<void>((resolve) => (link.isOpen ? link.onClose.push(resolve) : resolve()));
    if (Date.now() - since > REDIAL_MS) this.#delay = FIRST_DELAY_MS;
  }

  /** This dial was answered: the others, older or newer, are no longer needed. */
  #keepOnly(attempt: AbortController): void {
    for (const other of this.#attempts) if (other !== attempt) other.abort();
  }

  #end(attempt: AbortController, wait: number): void {
    this.#attempts.delete(attempt);
    if (this.#attempts.size === 0) this.#dialIn(wait);
  }

  #dialIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.dial(), ms);
  }

  #nextDelay(): number {
    const delay = this.#delay;
    this.#delay = Math.min(2 * delay, MAX_DELAY_MS);
    return delay * (0.5 + Math.random() / 2);
  }

  /** Says what a person must put right. A broker that cannot be reached may only be starting, so that is said only if it lasts. */
  #complain(error: unknown, { signal }: AbortController): void {
    if (error instanceof LinkStands) this.#delay = MAX_DELAY_MS; // the link that stays is about to open
    else if (!signal.aborted && (error instanceof NoLink || this.#delay === MAX_DELAY_MS))
      this.#complaints.say(
        `PEERS: ${this.#address.split('?')[0]} is not linked: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}
