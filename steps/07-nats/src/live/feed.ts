// Live messages as one sequence: each message once, in the order of the stream, even if the connection was lost in between.

import type { NatsRecord } from '#record';

/** How long a stored message may take to come live, in ms. */
const OVERDUE_MS = 500;
const RETRY_MS = 500;

export interface FeedOptions {
  /** Hands a message on. It must not throw. */
  deliver(record: NatsRecord): void;
  /** The messages that the stream has after a sequence. */
  after(seq: number): AsyncIterable<NatsRecord>;
  /** Whether a message that has not come was already wanted here when it was stored. */
  isMissed(subject: string, seq: number): boolean;
  report(error: unknown): void;
}

export class Feed {
  /** The sequence up to which everything was handed on. */
  #position = 0;
  /** The messages that come live while the stream is being read; absent at all other times. */
  #waiting: NatsRecord[] | undefined;
  #overdue: { readonly seq: number; readonly resolve: () => void }[] = [];
  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Begins at a sequence, because the stream or this broker is new. */
  startAt(seq: number): void {
    this.#position = seq;
  }

  /** Moves on to a sequence: nothing up to it will come any more, or needs to. */
  skipTo(seq: number): void {
    if (seq > this.#position && !this.#waiting) this.#position = seq;
  }

  /**
   * Takes a message that came live.
   * @param previous the sequence of the message before it under the same subject
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

  /** Hands a message on, unless that was done already: two subscriptions may match it, and a catch-up also finds what came live. */
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

  /** Reads what didn't come live from the stream, and then goes on with what came meanwhile. */
  async catchUp(): Promise<void> {
    if (this.#waiting) return; // another call is doing it
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

  /** Resolves once a message that this broker should get live is handed on. If it doesn't come, the feed looks for it in the stream. */
  async reached(seq: number): Promise<void> {
    if (seq <= this.#position) return;
    const arrived = new Promise<void>((resolve) => this.#overdue.push({ seq, resolve }));
    const timer = setTimeout(() => void this.catchUp(), OVERDUE_MS);
    await arrived;
    clearTimeout(timer);
  }
}
