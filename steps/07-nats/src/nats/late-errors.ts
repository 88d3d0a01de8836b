// Errors of sockets that the client library has already given up.
//
// transport-node 3.4.0 takes all listeners away from a socket before it destroys it. If the server has just closed the connection, and
// something was written since, the socket still has an error to tell, and an error that nobody listens to ends the process.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Whatever becomes of its other listeners, an outgoing connection of this process keeps one for errors. */
export function keepErrorListeners(): void {
  unsubscribe('net.client.socket', keepErrorListener); // of an earlier broker in this process
  subscribe('net.client.socket', keepErrorListener);
}

function keepErrorListener(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  const removeAll = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (...events: Parameters<typeof removeAll>) => {
    removeAll(...events); // with no argument at all, it means every event
    return socket.on('error', () => {});
  };
}
