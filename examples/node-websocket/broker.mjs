// A broker of stage 01 with the package websocket: PORT=8765 node broker.mjs

import { createServer } from 'node:http';
import websocket from 'websocket';
import { forget, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL_MS, receive, run } from './protocol.mjs';

const GOING_AWAY = 1001;

const http = createServer((_request, response) => response.writeHead(426).end());
const server = new websocket.server({
  httpServer: http,
  autoAcceptConnections: false,
  // Both limits count the payload. The one on frames is checked first, and closes with 1009 too.
  maxReceivedFrameSize: MAX_FRAME_BYTES,
  maxReceivedMessageSize: MAX_FRAME_BYTES,
  // Its keep-alive would take any frame for a pong: this one is done by hand.
  keepalive: false,
  disableNagleAlgorithm: true,
});
const sessions = new Set();

server.on('request', (request) => {
  const connection = request.accept(null, request.origin);
  const { socket } = connection;
  const session = {
    send(text) {
      if (socket.writableLength > MAX_BUFFER_BYTES) socket.destroy();
      else if (connection.connected) connection.sendUTF(text);
    },
  };
  sessions.add(connection);
  let answered = true;
  connection.on('pong', () => (answered = true));
  const pinging = setInterval(() => {
    if (!answered) return socket.destroy();
    answered = false;
    connection.ping('');
  }, PING_INTERVAL_MS);
  connection.on('message', ({ type, utf8Data }) => receive(session, type === 'utf8' ? utf8Data : undefined));
  connection.on('close', () => {
    clearInterval(pinging);
    sessions.delete(connection);
    forget(session);
  });
});

run(http, sessions, (connection) => connection.sendCloseFrame(GOING_AWAY));
