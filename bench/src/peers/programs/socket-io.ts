// The same loop with the rooms of Socket.IO.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/** So rarely that no ping comes while something is measured, in ms. */
const NEVER = 2 ** 30;

const http = createServer();
const server = new Server(http, { transports: ['websocket'], pingInterval: NEVER, pingTimeout: NEVER });

server.on('connection', (socket) => {
  socket.on('join', (channels: string[], done: () => void) => {
    void socket.join(channels);
    done();
  });
  socket.on('publish', (channel: string, body: string) => server.to(channel).emit('message', channel, body));
});
http.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`));
