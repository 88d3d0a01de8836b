// Whether a NATS server answers at an address. The client library leaves the socket of a handshake that hangs open for good
// (transport-node 3.4.0), so before the first connect we look whether there is somebody to talk to.

import { once } from 'node:events';
import { connect } from 'node:net';

const NATS_PORT = 4222;

/**
 * Resolves when a server says the first thing that servers say, INFO.
 * @throws {Error} when nobody does within so many ms
 */
export async function knock({ hostname, port }: URL, limit: number): Promise<void> {
  const socket = connect(Number(port) || NATS_PORT, hostname.replace(/^\[|\]$/g, ''));
  const timer = setTimeout(() => socket.destroy(new Error('timeout')), limit);
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    if (!greeting.toString('latin1').startsWith('INFO ')) throw new Error('no NATS server is there');
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
