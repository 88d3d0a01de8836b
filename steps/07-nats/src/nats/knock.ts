// Finds out whether a NATS server answers at an address. If a handshake hangs, the client library leaves its socket open for good
// (transport-node 3.4.0). So before the first connect we look whether anybody is there.

import { once } from 'node:events';
import { connect } from 'node:net';

const NATS_PORT = 4222;

/**
 * Resolves when a server says INFO, the first thing that every NATS server says.
 * @throws {Error} when nobody says it within `limit` ms
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
