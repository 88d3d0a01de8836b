// NATS' own protocol, in lines of text.

import { connect } from 'node:net';
import { BODY, type Dialect, hear } from './dialect.ts';

export const nats: Dialect = {
  async open(url) {
    const socket = connect(Number(url.port), url.hostname).setNoDelay();
    await hear(socket, (text) => text.endsWith('\r\n')); // INFO
    socket.write('CONNECT {"verbose":false,"pedantic":false}\r\nPING\r\n');
    await hear(socket, (text) => text.includes('PONG\r\n'));
    return socket;
  },
  subscribe: (channels) => Buffer.from(`${channels.map((channel, at) => `SUB ${channel} ${at + 1}\r\n`).join('')}PING\r\n`),
  hasJoined: (answer) => answer.endsWith('PONG\r\n'),
  publish: (channel) => Buffer.from(`PUB ${channel} ${BODY.length}\r\n${BODY}\r\n`),
  deliveryBytes: (channel) => `MSG ${channel} 1 ${BODY.length}\r\n${BODY}\r\n`.length,
  // The first comes two seconds after the connection.
  heartbeat: { ask: 'PING\r\n', answer: 'PONG\r\n' },
};
