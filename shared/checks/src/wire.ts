// What a client talks to a broker through: a WebSocket in a program or, in a page, messages to the worker that the broker runs in.

/** A client's end of a connection. Once it is closed, nothing done with it has any effect. */
export interface Wire {
  /** Sends text messages, all in one write. */
  send(texts: readonly string[]): void;
  /** Sends a payload as it stands: a text or a binary message, or with `fin: false` a fragment of one. */
  sendRaw(payload: string | Uint8Array, options: RawOptions): void;
  /** Sends bytes past the WebSocket. */
  sendBytes(bytes: Uint8Array): void;
  ping(): void;
  /** Stops reading: whatever comes waits on the way. */
  pause(): void;
  resume(): void;
  leave(how: Leaving): void;
}

export interface RawOptions {
  readonly binary?: boolean;
  readonly fin?: boolean;
}

/** With a close frame, by ending the connection without one, or with a reset as a crashed machine would. */
export type Leaving = 'close' | 'end' | 'reset';

/** What a wire tells its client. Nothing comes before `opened` or `refused`, and nothing after `closed`, which always comes. */
export interface WireListener {
  opened(): void;
  message(text: string, isBinary: boolean): void;
  /** The broker has sent a ping. The wire answers it, unless told not to. */
  pinged(): void;
  ponged(): void;
  /** The broker has answered with an HTTP status instead of a WebSocket. */
  refused(status: number): void;
  closed(code: number): void;
}

export interface WireOptions {
  /** Headers of the request for the WebSocket, such as `Origin`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether it answers pings; it does unless told not to. */
  readonly autoPong?: boolean | undefined;
}
