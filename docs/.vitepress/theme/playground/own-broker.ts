// The reader's own broker, over the browser's WebSocket.

import type { Dial } from './line.ts';

const FIRST_PORT = 8765;

/** @param at which broker of a network, from 0: `dev:network` starts them on neighbouring ports */
export const ownAddress = (at: number) => `ws://localhost:${FIRST_PORT + at}`;

export function dialOwn(address: string): Dial {
  return (listener) => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => listener.opened());
    socket.addEventListener('message', ({ data }) => listener.message(typeof data === 'string' ? data : '(a binary message)'));
    socket.addEventListener('close', ({ code }) => listener.closed(code));
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: () => socket.close(),
    };
  };
}
