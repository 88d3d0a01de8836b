// Redis' protocol. In its third version, a connection that is subscribed may publish too.

import { connect } from 'node:net';
import { BODY, type Dialect, hear } from './dialect.ts';

export const resp: Dialect = {
  async open(url) {
    const socket = connect(Number(url.port), url.hostname).setNoDelay();
    socket.write('HELLO 3\r\n');
    const answer = await hear(socket, (text) => text.endsWith('\r\n') && /modules\r\n|^-/.test(text));
    if (answer.startsWith('-')) throw new Error(`Redis answered ${answer.trim()}: this needs Redis 6 or later`);
    return socket;
  },
  subscribe: (channels) => command('SUBSCRIBE', ...channels),
  hasJoined: (answer, channels) => answer.endsWith(`:${channels.length}\r\n`),
  publish: (channel) => command('PUBLISH', channel, BODY),
  deliveryBytes: (channel) => `>3\r\n${bulk('message')}${bulk(channel)}${bulk(BODY)}`.length,
  answerBytes: (subscribers) => `:${subscribers}\r\n`.length,
};

function command(...words: readonly string[]): Buffer {
  return Buffer.from(`*${words.length}\r\n${words.map(bulk).join('')}`);
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
