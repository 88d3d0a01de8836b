// The client's side of a WebSocket's beginning, without a library: what reads from this socket gets the frames as they are on the wire.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** @throws {Error} with what the server answered, if it does not upgrade */
export async function openWebSocket(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay();
  socket.write(
    `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(`no upgrade: ${head.toString('latin1')}`);
  return socket;
}
