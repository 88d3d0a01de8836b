// The broker that everyone writes first, a Map and a loop of `send`: stage 01 is measured against it.

import { type WebSocket, WebSocketServer } from 'ws';

const channels = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ port: Number(process.env['PORT']), host: '127.0.0.1' });

server.on('connection', (client) => {
  client.on('message', (payload) => {
    const [verb, channel = '', ...body] = payload.toString().split(':');
    const subscribers = channels.get(channel) ?? new Set();
    if (verb === 'SUBSCRIBE') channels.set(channel, subscribers.add(client));
    if (verb !== 'PUBLISH') return;
    const text = `MSG:${channel}:${body.join(':')}`;
    for (const subscriber of subscribers) subscriber.send(text);
  });
  client.on('close', () => channels.forEach((subscribers) => subscribers.delete(client)));
});
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`ws://127.0.0.1:${address?.port}`);
});
