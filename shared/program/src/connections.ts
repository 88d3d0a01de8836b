// What a server has to say no to: more connections than the system can hold, and requests for a WebSocket that it does not grant.

import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** File descriptors that are no session's: Node's own, the store's files, links to other brokers, and connections that are no session. */
const RESERVED = 56;

/** Connections beside the sessions: pages that load, requests that are refused, links. Further ones are cut off at once. */
const OTHERS = 16;

/**
 * Limits a server's connections. Strangers who do not even ask for a session cannot use up what the system has for all.
 * @param wanted sessions; where the system allows fewer open files, it is fewer, as Redis lowers its `maxclients`
 * @returns how many sessions there may be
 */
export function limitConnections(server: Server, wanted: number): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files: { soft: number | 'unlimited' } } }; // not on Windows
  const descriptors = userLimits?.open_files.soft ?? 'unlimited';
  const sessions = descriptors === 'unlimited' ? wanted : Math.max(1, Math.min(wanted, descriptors - RESERVED));
  server.maxConnections = sessions + OTHERS;
  return sessions;
}

/** Answers a request for a WebSocket with a refusal. Node leaves the socket to us, and a client that does not hang up is not waited for. @param more header lines */
export function refuse(socket: Duplex, status: string, text: string, more: readonly string[] = []): void {
  const headers = ['Connection: close', 'Content-Type: text/plain', `Content-Length: ${Buffer.byteLength(text)}`, ...more];
  socket.on('error', () => socket.destroy()).once('finish', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status}`, ...headers, '', text].join('\r\n'));
}
