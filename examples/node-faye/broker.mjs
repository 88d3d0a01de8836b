// A broker of stage 01 with the package faye-websocket: PORT=8765 node broker.mjs

import { createServer } from 'node:http';
import Faye from 'faye-websocket';
import { forget, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, PING_INTERVAL_MS, receive, run } from '../node-websocket/protocol.mjs';

const GOING_AWAY = 1001;
const sessions = new Set();

const http = createServer((_request, response) => response.writeHead(426).end());
http.on('upgrade', (request, socket, head) => {
  const connection = new Faye(request, socket, head, [], { maxLength: MAX_FRAME_BYTES });
  const session = {
    send(text) {
      if (socket.writableLength > MAX_BUFFER_BYTES) socket.destroy();
      else connection.send(text);
    },
  };
  let answered = true;
  const pinging = setInterval(() => {
    if (!answered) return socket.destroy();
    answered = false;
    connection.ping('', () => (answered = true));
  }, PING_INTERVAL_MS);
  connection.on('open', () => sessions.add(connection));
  connection.on('message', ({ data }) => receive(session, typeof data === 'string' ? data : undefined));
  connection.on('close', () => {
    clearInterval(pinging);
    sessions.delete(connection);
    forget(session);
  });
});

// close() takes the codes that a page may send, and 1001 is none of them: the driver below takes every one.
run(http, sessions, (connection) => connection['_driver'].close('', GOING_AWAY));
