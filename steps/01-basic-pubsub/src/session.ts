// A client as the core sees it: somebody to send frames to, whose connection the core can end.

import type { CloseCode, Frame } from '@workshop/protocol';

// #region session
/** A frame on its way out. It is encoded only once, however many sessions it is sent to. */
export interface Packet {
  readonly frame: Frame;
  /** The frame as bytes, once a transport has encoded it. */
  bytes?: Uint8Array;
}

/**
 * One connected client. `Output` is a session over a WebSocket. No method throws, whatever has become of the client. A feature that
 * wants to keep something on a session declares an optional property in an interface that extends this one, as `Subscriber` does.
 */
export interface Session {
  /** Sends a frame, after all the frames that were sent before it. */
  send(packet: Packet): void;
  /** Sends what is still waiting, then a close frame. */
  close(code: CloseCode, reason: string): void;
  /** Ends the connection at once, without a close frame, which would have to wait behind everything that the client has not read. */
  cut(): void;
}
// #endregion session
