// A client's connection as the playground needs it: to a broker in this page, or to one that listens elsewhere.

export interface Line {
  /** The number by which a broker in this page knows it. */
  readonly id?: number;
  send(text: string): void;
  /** Closes the connection, and says so. */
  close(): void;
  /** Drops the connection without a word. A browser's WebSocket can't do that. */
  vanish?(): void;
  /** Whether incoming frames are read. A browser's WebSocket always reads. */
  read?(isReading: boolean): void;
}

export interface LineListener {
  opened(): void;
  message(text: string): void;
  closed(code: number): void;
}

export type Dial = (listener: LineListener) => Line;
