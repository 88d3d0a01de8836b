// Past `ws`: the whole WebSocket frame is made once, and written straight to each socket.

import { Connection } from '#connection';
import type { Packet, Session } from '01-basic-pubsub';
import { encodeText } from '01-basic-pubsub/websocket-frame';
import { formatFrame } from '@workshop/protocol';

export class Output extends Connection implements Session {
  // #region send
  send(packet: Packet): void {
    packet.bytes ??= encodeText(formatFrame(packet.frame));
    if (this.canWrite()) this.socket.write(packet.bytes);
  }
  // #endregion send
}
