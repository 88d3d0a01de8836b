// What every output of this chapter shares: ending a connection, and cutting off a client that reads too slowly.

import type { Duplex } from 'node:stream';
import type { CloseCode } from '@workshop/protocol';
import type { WebSocket } from 'ws';

/** How many turns of the event loop have ended, counted only while somebody writes. */
let turns = 0;
let isCounting = false;

export class Connection {
  protected readonly websocket: WebSocket;
  protected readonly socket: Duplex;
  readonly #maxBacklog: number;
  /** The last turn in which the backlog was looked at: what was written in the same turn doesn't count (P0-7). */
  #lookedAt = -1;

  /**
   * @param socket the connection that the WebSocket runs on
   * @param maxBacklog in bytes, from `MAX_BUFFER_BYTES`
   * @param _fail for an output that can fail through a fault of its own; these can't
   */
  constructor(websocket: WebSocket, socket: Duplex, maxBacklog: number, _fail: (error: unknown) => void) {
    this.websocket = websocket;
    this.socket = socket;
    this.#maxBacklog = maxBacklog;
  }

  /** Whether a frame may be written now. Cuts the client off if it is too far behind with what was written in earlier turns. */
  protected canWrite(): boolean {
    if (this.websocket.readyState !== this.websocket.OPEN) return false; // nothing may follow a close frame (RFC 6455 §5.5.1)
    const turn = currentTurn();
    if (this.#lookedAt === turn) return true;
    this.#lookedAt = turn;
    if (this.socket.writableLength < this.#maxBacklog) return true;
    this.cut();
    return false;
  }

  close(code: CloseCode, reason: string): void {
    this.websocket.close(code, reason);
  }

  cut(): void {
    this.websocket.terminate();
  }
}

function currentTurn(): number {
  if (!isCounting) {
    isCounting = true;
    setImmediate(() => {
      isCounting = false;
      turns += 1;
    });
  }
  return turns;
}
