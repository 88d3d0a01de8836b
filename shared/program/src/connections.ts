// Turns away what a server can't take: more connections than the system can hold, and WebSocket requests that it refuses.

import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** File descriptors that don't belong to sessions: Node's own, the store's files, links to other brokers, and other connections. */
const RESERVED = 56;

/** Connections in addition to sessions: for pages that load, refused requests, and links. Any more are cut off at once. */
const OTHERS = 16;

/**
 * Limits a server's connections, so that strangers who don't even ask for a session can't use up what the system has for everyone.
 * @param wanted sessions; if the system allows fewer open files, there will be fewer, as Redis lowers its `maxclients`
 * @returns how many sessions there may be
 */
export function limitConnections(server: Server, wanted: number): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files: { soft: number | 'unlimited' } } }; // not on Windows
  const descriptors = userLimits?.open_files.soft ?? 'unlimited';
  const sessions = descriptors === 'unlimited' ? wanted : Math.max(1, Math.min(wanted, descriptors - RESERVED));
  server.maxConnections = sessions + OTHERS;
  return sessions;
}

/** Refuses a WebSocket request. Node leaves the socket to us, and a client may never hang up, so we do. @param more header lines */
export function refuse(socket: Duplex, status: string, text: string, more: readonly string[] = []): void {
  const headers = ['Connection: close', 'Content-Type: text/plain', `Content-Length: ${Buffer.byteLength(text)}`, ...more];
  socket.on('error', () => socket.destroy()).once('finish', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status}`, ...headers, '', text].join('\r\n'));
}
