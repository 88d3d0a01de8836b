// A session over a WebSocket. What is sent to it while one event is handled leaves in one write: a write is the costly part.

import type { Duplex } from 'node:stream';
import type { Packet, Session } from '#session';
import { type CloseCode, formatFrame } from '@workshop/protocol';
import type { WebSocket } from 'ws';

export class Output implements Session {
  protected readonly websocket: WebSocket;
  protected readonly socket: Duplex;
  readonly #maxBacklog: number;
  readonly #fail: (error: unknown) => void;
  /** WebSocket frames that wait for the next write. */
  #frames: Uint8Array[] = [];

  /**
   * @param socket what the WebSocket runs on
   * @param maxBacklog bytes, from `MAX_BUFFER_BYTES`
   * @param fail is called when the client had to be cut off by a fault of the broker
   */
  constructor(websocket: WebSocket, socket: Duplex, maxBacklog: number, fail: (error: unknown) => void) {
    this.websocket = websocket;
    this.socket = socket;
    this.#maxBacklog = maxBacklog;
    this.#fail = fail;
  }

  send(packet: Packet): void {
    packet.bytes ??= encodeText(formatFrame(packet.frame));
    const waiting = this.#frames.push(packet.bytes);
    if (waiting === 1) queueMicrotask(() => this.flush()); // what is sent until then leaves in the same write
  }

  /** Writes what was sent, or cuts off a client that is too far behind with what it was sent before. */
  flush(): void {
    const frames = this.#frames;
    this.#frames = [];
    // Nothing may follow a close frame (RFC 6455 §5.5.1), and `ws` answers the client's by itself.
    if (frames.length === 0 || this.websocket.readyState !== this.websocket.OPEN) return;
    try {
      const backlog = this.socket.writableLength;
      if (backlog > 0 && this.#isSlow(backlog)) this.cut();
      else this.socket.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
    } catch (error) {
      this.cut();
      this.#fail(error);
    }
  }

  /** @param backlog bytes of earlier writes that the client has not taken. A burst that is about to be written does not count (P0-7) */
  #isSlow(backlog: number): boolean {
    // #region slow-reader
    return backlog >= this.#maxBacklog;
    // #endregion slow-reader
  }

  close(code: CloseCode, reason: string): void {
    this.flush();
    this.websocket.close(code, reason);
  }

  cut(): void {
    this.websocket.terminate();
  }
}

/** A whole WebSocket text frame, as a server sends it: unmasked (RFC 6455 §5.2). `ws` would encode it again for each reader. */
function encodeText(text: string): Uint8Array {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81; // the last fragment, of a text
  if (header === 2) frame[1] = length;
  else if (header === 4) frame.writeUInt16BE(length, frame.writeUInt8(126, 1));
  else frame.writeBigUInt64BE(BigInt(length), frame.writeUInt8(127, 1));
  frame.write(text, header);
  return frame;
}
