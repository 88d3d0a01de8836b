// What the core knows of a client: one can send it frames, and end its connection.

import type { CloseCode, Frame } from '@workshop/protocol';

// #region session
/** A frame on its way out. It is encoded once, however many sessions it is sent to. */
export interface Packet {
  readonly frame: Frame;
  /** The frame as bytes, as soon as a transport has encoded it. */
  bytes?: Uint8Array;
}

/**
 * One connected client. `Output` is one over a WebSocket. No method throws, whatever has become of the client. A feature may keep
 * something on a session: it declares an optional property in an interface of its own that extends this one, as `Subscriber` does.
 */
export interface Session {
  /** Sends a frame, after all that were sent before. */
  send(packet: Packet): void;
  /** Sends what is still waiting, then a close frame. */
  close(code: CloseCode, reason: string): void;
  /** Ends the connection at once. It sends no close frame, which would wait behind everything that the client has not read. */
  cut(): void;
}
// #endregion session
