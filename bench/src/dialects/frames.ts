// Our own protocol over WebSocket, as our stages and the plain loops in several languages speak it.

import { maskedFrame } from '../masked-frame.ts';
import { openWebSocket } from '../upgrade.ts';
import { BODY, type Dialect, hear } from './dialect.ts';

/** Masked, and empty. */
const PING = Buffer.from([0x89, 0x80, 0, 0, 0, 0]);
const PONG = '\x8a\x00';

export const frames: Dialect = {
  open: openWebSocket,
  subscribe: (channels) => Buffer.concat([...channels.map(subscribeFrame), PING]),
  // Everything sent before a ping has taken effect when the pong comes.
  hasJoined: (answer) => answer.endsWith(PONG),
  publish: (channel) => maskedFrame(`PUBLISH:${channel}:${BODY}`),
  // A header of 2 bytes, and no mask.
  deliveryBytes: (channel) => 2 + `MSG:${channel}:${BODY}`.length,
};

/** The same, of a stage that lets nobody in without a token. */
export function framesWithLogin(login: () => Promise<string>): Dialect {
  return {
    ...frames,
    async open(url) {
      const frame = maskedFrame(await login());
      const socket = await openWebSocket(url);
      socket.write(frame);
      const answer = await hear(socket, () => true);
      if (!answer.includes('OK:AUTH:')) throw new Error(`the broker answered ${JSON.stringify(answer)} to a token`);
      return socket;
    },
    // A session without tags gets no OK, and a pong doesn't wait for commands. But answers come in order, and an unknown command has one.
    subscribe: (channels) => Buffer.concat([...channels.map(subscribeFrame), maskedFrame('DONE')]),
    hasJoined: (answer) => answer.includes('ERROR:UNKNOWN_COMMAND:'),
  };
}

function subscribeFrame(channel: string): Buffer {
  return maskedFrame(`SUBSCRIBE:${channel}`);
}
