// Your own broker, from its first lines. What it must do is in docs/protocol.md; what to add next is in each chapter's box "From scratch".

import { type WebSocket, WebSocketServer } from 'ws';

const port = Number(process.env['PORT'] || 8765);
const host = process.env['HOST'] || '127.0.0.1';
const channels = new Map<string, Set<WebSocket>>();

const server = new WebSocketServer({ port, host }, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`My broker listens at ws://${host}:${address.port}`);
});
server.on('connection', (socket) => {
  socket.on('message', (bytes) => {
    const [verb, channel = '', body] = String(bytes).split(':');
    const subscribers = channels.get(channel) ?? new Set();
    if (verb === 'SUBSCRIBE') channels.set(channel, subscribers.add(socket));
    if (verb === 'PUBLISH') for (const subscriber of subscribers) subscriber.send(`MSG:${channel}:${body}`);
  });
});
