// One write a turn: frames are gathered, and written when the turn of the event loop is over.

import { Connection } from '#connection';
import type { Packet, Session } from '01-basic-pubsub';
import { encodeText } from '01-basic-pubsub/websocket-frame';
import { type CloseCode, formatFrame } from '@workshop/protocol';

// #region turn
/** The sessions that something is sent to in this turn. */
let unwritten: Output[] = [];

function writeAll(): void {
  const sessions = unwritten;
  unwritten = [];
  for (const session of sessions) session.flush();
}
// #endregion turn

export class Output extends Connection implements Session {
  #frames: Uint8Array[] = [];

  // #region send
  send(packet: Packet): void {
    packet.bytes ??= encodeText(formatFrame(packet.frame));
    const waiting = this.#frames.push(packet.bytes);
    if (waiting === 1 && unwritten.push(this) === 1) setImmediate(writeAll);
  }

  flush(): void {
    const frames = this.#frames;
    this.#frames = [];
    if (frames.length > 0 && this.canWrite()) this.socket.write(Buffer.concat(frames));
  }

  override close(code: CloseCode, reason: string): void {
    this.flush(); // nothing may follow a close frame
    super.close(code, reason);
  }
  // #endregion send
}
