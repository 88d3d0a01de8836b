// Keeps one address dialled: again and again while there is no link, at growing intervals, and never less often than every two seconds.

import { Complaints } from './complaints.ts';
import type { Link } from './link.ts';
import { INTRODUCTION_MS, type Links } from './links.ts';
import type { Network } from './network.ts';
import { NoLink } from './wire.ts';

/** Between a failure and the next dial, at first and at most; less by chance, so that two that lost each other do not meet again and again. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1600;

/** From one dial to the next while nobody answers, even if the first one hangs (P7-17). */
const REDIAL_MS = 1800;

export class Dialler {
  readonly #address: string;
  readonly #network: Network;
  readonly #links: Links;
  readonly #complaints: Complaints;
  /** Dials that have come to no end. More than one only while the first ones hang. */
  readonly #attempts = new Set<AbortController>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delay = FIRST_DELAY_MS;
  #isStopped = false;

  constructor(address: string, network: Network, links: Links, log: (line: string) => void) {
    this.#address = address;
    this.#network = network;
    this.#links = links;
    this.#complaints = new Complaints(log);
  }

  /** Dials now, and from now on whenever there is no link. */
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
      const link = await this.#introduce(attempt);
      await this.#rest(attempt, link);
      this.#end(attempt, this.#nextDelay());
    } catch (error) {
      this.#complain(error, attempt);
      this.#end(attempt, Math.min(this.#nextDelay(), due - Date.now()));
    }
  }

  async #introduce(attempt: AbortController): Promise<Link> {
    const patience = setTimeout(() => attempt.abort(), INTRODUCTION_MS);
    try {
      const wire = await this.#network.dial(this.#address, attempt.signal);
      attempt.signal.addEventListener('abort', () => wire.hangUp());
      return await this.#links.dial(wire, () => this.#keepOnly(attempt));
    } finally {
      clearTimeout(patience);
    }
  }

  /** While there is a link, nothing is dialled. One that was soon lost again does not count: what is wrong may be wrong for long. */
  async #rest(attempt: AbortController, link: Link): Promise<void> {
    this.#keepOnly(attempt);
    clearTimeout(this.#timer);
    this.#complaints.clear();
    const since = Date.now();
    await link.gone;
    if (Date.now() - since > REDIAL_MS) this.#delay = FIRST_DELAY_MS;
  }

  /** Somebody answers this one: the others, older or newer, are in vain. */
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

  /** Says what a person must mend. A broker that cannot be reached may just be starting: that is said when it lasts. */
  #complain(error: unknown, { signal }: AbortController): void {
    if (error instanceof NoLink && error.linked !== undefined) this.#delay = MAX_DELAY_MS; // the link that stays is on its way
    else if (!signal.aborted && (error instanceof NoLink || this.#delay === MAX_DELAY_MS))
      this.#complaints.say(`PEERS: ${this.#address} is not linked: ${error instanceof Error ? error.message : String(error)}`);
  }
}
