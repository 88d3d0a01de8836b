// Socket.IO 4 over WebSocket alone: packets of Engine.IO (4 is a message), and in them those of Socket.IO (0 connects, 2 is an event, 3 its
// acknowledgement). The server is `peers/socket-io.ts`.

import { maskedFrame } from '../masked-frame.ts';
import { openWebSocket } from '../upgrade.ts';
import { BODY, type Dialect, hear } from './dialect.ts';

export const socketIo: Dialect = {
  async open(url) {
    const socket = await openWebSocket(new URL('/socket.io/?EIO=4&transport=websocket', url));
    socket.write(maskedFrame('40'));
    await hear(socket, (text) => /40\{.*\}/.test(text));
    return socket;
  },
  subscribe: (channels) => maskedFrame(`421${JSON.stringify(['join', channels])}`),
  hasJoined: (answer) => answer.endsWith('431[]'),
  publish: (channel) => maskedFrame(`42${JSON.stringify(['publish', channel, BODY])}`),
  deliveryBytes: (channel) => 2 + `42${JSON.stringify(['message', channel, BODY])}`.length,
};
