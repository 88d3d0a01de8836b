// What a server has to say no to: more connections than the system can hold, and requests for a WebSocket that it does not grant.

import type { Duplex } from 'node:stream';

/** File descriptors that are no session's: Node's own, the store's files, links to other brokers, and connections that are no session. */
const RESERVED = 56;

/** So many connections, or fewer where the system allows fewer open files: Redis lowers its `maxclients` alike. Never less than 1. */
export function affordable(connections: number): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files: { soft: number | 'unlimited' } } }; // not on Windows
  const descriptors = userLimits?.open_files.soft ?? 'unlimited';
  return descriptors === 'unlimited' ? connections : Math.max(1, Math.min(connections, descriptors - RESERVED));
}

/** Answers a request for a WebSocket with a refusal. Node leaves the socket to us, and a client that does not hang up is not waited for. */
export function refuse(socket: Duplex, status: string, text: string): void {
  const headers = ['Connection: close', 'Content-Type: text/plain', `Content-Length: ${Buffer.byteLength(text)}`];
  socket.on('error', () => socket.destroy()).once('finish', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status}`, ...headers, '', text].join('\r\n'));
}
