// A session over a WebSocket. Everything sent to it during one turn of the event loop goes out in a single write, because writes are the
// costly part.

import type { Duplex } from 'node:stream';
import type { Packet, Session } from '#session';
import { encodeText } from '#websocket-frame';
import { type CloseCode, formatFrame } from '@workshop/protocol';
import type { WebSocket } from 'ws';

/** The sessions that something is sent to in this turn. */
let unwritten: Output[] = [];

function writeAll(): void {
  const sessions = unwritten;
  unwritten = [];
  for (const session of sessions) session.flush();
  joined = NOTHING;
}

// #region join
const NOTHING = { frames: [] as readonly Uint8Array[], bytes: new Uint8Array() };

/** What was joined last in this turn: sessions on the same channels wait for the same frames, which are then joined once. */
let joined = NOTHING;

function join(frames: readonly Uint8Array[]): Uint8Array {
  const isSame = frames.length === joined.frames.length && frames.every((frame, at) => frame === joined.frames[at]);
  if (!isSame) joined = { frames, bytes: Buffer.concat(frames) };
  return joined.bytes;
}
// #endregion join

export class Output implements Session {
  protected readonly websocket: WebSocket;
  protected readonly socket: Duplex;
  readonly #maxBacklog: number;
  readonly #fail: (error: unknown) => void;
  /** WebSocket frames that are waiting for the next write. */
  #frames: Uint8Array[] = [];

  /**
   * @param socket the connection that the WebSocket runs on
   * @param maxBacklog in bytes, from `MAX_BUFFER_BYTES`
   * @param fail called with the error when the broker had to cut the client off through a fault of its own
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
    // Whatever is sent before the turn ends goes out in the same write: by then, all clients whose frames have arrived were read.
    if (waiting === 1 && unwritten.push(this) === 1) setImmediate(writeAll);
  }

  /** Writes everything that is waiting, or cuts the client off if it is too far behind with what was written before. */
  flush(): void {
    const frames = this.#frames;
    this.#frames = [];
    // Nothing may follow a close frame (RFC 6455 §5.5.1), and `ws` answers the client's close frame by itself.
    if (frames.length === 0 || this.websocket.readyState !== this.websocket.OPEN) return;
    try {
      const backlog = this.socket.writableLength;
      if (backlog > 0 && this.#isSlow(backlog)) this.cut();
      else this.socket.write(frames.length === 1 && frames[0] ? frames[0] : join(frames));
    } catch (error) {
      this.cut();
      this.#fail(error);
    }
  }

  /** @param backlog bytes of earlier writes that the client has not taken; a burst that is about to be written does not count (P0-7) */
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
