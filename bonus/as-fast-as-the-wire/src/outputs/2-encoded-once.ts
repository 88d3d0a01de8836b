// Encoded once: the text becomes bytes for the first session, and all the others send the same bytes.

import { Connection } from '#connection';
import type { Packet, Session } from '01-basic-pubsub';
import { formatFrame } from '@workshop/protocol';

export class Output extends Connection implements Session {
  // #region send
  send(packet: Packet): void {
    packet.bytes ??= Buffer.from(formatFrame(packet.frame));
    if (this.canWrite()) this.websocket.send(packet.bytes, { binary: false });
  }
  // #endregion send
}
