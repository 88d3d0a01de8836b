// The plain loop: each session formats the message again, and `ws` makes a frame of it and writes it.

import { Connection } from '#connection';
import type { Packet, Session } from '01-basic-pubsub';
import { formatFrame } from '@workshop/protocol';

export class Output extends Connection implements Session {
  // #region send
  send(packet: Packet): void {
    if (this.canWrite()) this.websocket.send(formatFrame(packet.frame));
  }
  // #endregion send
}
