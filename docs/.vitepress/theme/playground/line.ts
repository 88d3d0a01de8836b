// A client's connection as the playground needs it: to a broker in this page, or to one that listens elsewhere.

export interface Line {
  /** By which a broker in this page knows it. */
  readonly id?: number;
  send(text: string): void;
  /** Says goodbye. */
  close(): void;
  /** Is gone, without a word. A WebSocket of a browser cannot do that. */
  vanish?(): void;
  /** Whether what comes is read. A WebSocket of a browser always reads. */
  read?(isReading: boolean): void;
}

export interface LineListener {
  opened(): void;
  message(text: string): void;
  closed(code: number): void;
}

export type Dial = (listener: LineListener) => Line;
