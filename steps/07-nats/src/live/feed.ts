// What is live, as one sequence: each message once, in the order of the stream, also when the connection was lost in between.

import type { NatsRecord } from '#record';

/** A stored message that comes live should have come after so many ms. */
const OVERDUE_MS = 500;
const RETRY_MS = 500;

export interface FeedOptions {
  /** Hands a message on. It does not throw. */
  deliver(record: NatsRecord): void;
  /** What the stream has after a sequence. */
  after(seq: number): AsyncIterable<NatsRecord>;
  /** Whether a message that has not come was wanted when it was stored. */
  isMissed(subject: string, seq: number): boolean;
  report(error: unknown): void;
}

export class Feed {
  /** The sequence up to which everything was handed on. */
  #position = 0;
  /** What comes live while the stream is read; absent at all other times. */
  #waiting: NatsRecord[] | undefined;
  #overdue: { readonly seq: number; readonly resolve: () => void }[] = [];
  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** The stream is a new one, or this broker is. */
  startAt(seq: number): void {
    this.#position = seq;
  }

  /** Nothing up to this sequence will come, or need come, any more. */
  skipTo(seq: number): void {
    if (seq > this.#position && !this.#waiting) this.#position = seq;
  }

  /**
   * Takes a message that came live.
   * @param previous the sequence of the one before it under its subject
   */
  receive(record: NatsRecord, previous: number): void {
    // #region receive
    if (this.#waiting) {
      this.#waiting.push(record);
    } else if (previous > this.#position && this.#options.isMissed(record.subject, previous)) {
      void this.catchUp();
    } else {
      this.#take(record);
    }
    // #endregion receive
  }

  /** Hands a message on, unless that was done: two subscriptions may match it, and a catch-up finds what came live as well. */
  #take(record: NatsRecord): void {
    // #region take
    if (record.seq <= this.#position) return;
    this.#position = record.seq;
    this.#options.deliver(record);
    // #endregion take
    const over = this.#overdue.filter(({ seq }) => seq <= this.#position);
    if (over.length === 0) return;
    this.#overdue = this.#overdue.filter(({ seq }) => seq > this.#position);
    for (const { resolve } of over) resolve();
  }

  /** Reads from the stream what did not come live, then goes on with what came meanwhile. */
  async catchUp(): Promise<void> {
    if (this.#waiting) return; // it is being done
    // #region catch-up
    this.#waiting = [];
    while (!(await this.#readOn())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    const waiting: readonly NatsRecord[] = this.#waiting;
    this.#waiting = undefined;
    for (const record of waiting) this.#take(record);
    // #endregion catch-up
  }

  /** @returns whether it came to the end */
  async #readOn(): Promise<boolean> {
    try {
      for await (const record of this.#options.after(this.#position)) this.#take(record);
      return true;
    } catch (error) {
      this.#options.report(error);
      return false;
    }
  }

  /** Resolves once a message that this broker is to get live was handed on. One that does not come is looked for in the stream. */
  async reached(seq: number): Promise<void> {
    if (seq <= this.#position) return;
    const arrived = new Promise<void>((resolve) => this.#overdue.push({ seq, resolve }));
    const timer = setTimeout(() => void this.catchUp(), OVERDUE_MS);
    await arrived;
    clearTimeout(timer);
  }
}
