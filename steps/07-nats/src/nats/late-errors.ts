// Errors on sockets that the client library has already given up.
//
// transport-node 3.4.0 removes all listeners from a socket before it destroys it. If the server has just closed the connection, and
// something was written since, the socket still emits an error, and an error without a listener ends the process.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Makes every outgoing connection of this process keep a listener for errors, whatever becomes of the others. */
export function keepErrorListeners(): void {
  unsubscribe('net.client.socket', keepErrorListener); // from an earlier broker in this process
  subscribe('net.client.socket', keepErrorListener);
}

function keepErrorListener(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  const removeAll = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (...events: Parameters<typeof removeAll>) => {
    removeAll(...events); // without arguments, it removes those of every event
    return socket.on('error', () => {});
  };
}
