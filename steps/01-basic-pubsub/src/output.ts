// What goes out to one client: gathered while a turn of the event loop lasts, then left to the socket in one write.

/** The socket, as far as an output needs it. */
export interface Sink {
  /** Bytes that were written and that the client has not taken. */
  readonly backlog: number;
  write(bytes: Uint8Array): void;
  /** Cuts the client off. With the error that made it necessary, if it was one. */
  cut(error?: unknown): void;
}

export class Output {
  readonly #sink: Sink;
  readonly #maxBacklog: number;
  #frames: Uint8Array[] = [];

  /** @param maxBacklog bytes, from `MAX_BUFFER_BYTES` */
  constructor(sink: Sink, maxBacklog: number) {
    this.#sink = sink;
    this.#maxBacklog = maxBacklog;
  }

  send(frame: Uint8Array): void {
    if (this.#frames.push(frame) === 1) queueMicrotask(() => this.flush());
  }

  /** Writes what was sent, or cuts off a client that has not even taken what it was sent before. */
  flush(): void {
    const frames = this.#frames;
    if (frames.length === 0) return;
    this.#frames = [];
    try {
      const { backlog } = this.#sink;
      if (backlog > 0 && this.#isSlow(backlog)) this.#sink.cut();
      else this.#sink.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
    } catch (error) {
      this.#sink.cut(error);
    }
  }

  // What is sent now does not count: a burst is no fault of its reader (P2-11).
  #isSlow(backlog: number): boolean {
    // #region slow-reader
    return backlog >= this.#maxBacklog;
    // #endregion slow-reader
  }
}
