// Flow control over a WebSocket: the transport of stage 01, which can now wait for its client as well.

import { Output } from '01-basic-pubsub/output';
import type { Pace } from '#pace';

export class PacedOutput extends Output implements Pace {
  pause(): void {
    this.websocket.pause();
  }

  resume(): void {
    this.websocket.resume();
  }

  async drained(): Promise<void> {
    this.flush();
    if (this.websocket.readyState !== this.websocket.OPEN) return;
    // A write calls back once the kernel has taken it and everything before it. `setImmediate` gives other sessions a turn first.
    await new Promise<void>((resolve) => this.socket.write('', () => setImmediate(resolve)));
  }
}
