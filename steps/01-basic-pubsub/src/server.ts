// The way in: an HTTP server that serves the web client and turns WebSocket requests into sessions. No other file needs `ws` at run time.

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Broker } from '#core';
import type { Session } from '#session';
import { serveClients } from '@workshop/client/serve';
import { formatUrl, type Listening } from '@workshop/program';
import { limitConnections, refuse } from '@workshop/program/connections';
import { Refusal } from '@workshop/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Settings } from './settings.ts';

/** How long a client has to answer a close frame: half of the 2 s that the whole shutdown may take (P0-4). */
const CLOSE_TIMEOUT_MS = 1000;

export interface Entrance<S extends Session> {
  readonly broker: Broker;
  /** Takes what clients send. Here the door is the broker itself; from stage 02 on, something stands in front of the broker. */
  readonly door: { receive(session: S, message: string | Refusal): void };
  /** The class of the sessions. The door of a later stage may need sessions that can do more than the ones of this stage. */
  readonly Output: new (websocket: WebSocket, socket: Duplex, maxBacklog: number, fail: (error: unknown) => void) => S;
}

/** Looks at a request for a WebSocket. Returns true if it has answered the request itself, so that no session is made from it. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/**
 * Lets clients in until it is closed.
 * @param upgrades called in this order before a request becomes a session
 * @throws {Error} the system's error, such as `EADDRINUSE`, if the server cannot listen
 */
export async function listen<S extends Session>(
  { broker, door, Output }: Entrance<S>,
  { PORT, HOST, MAX_CONNECTIONS, MAX_FRAME_BYTES, MAX_BUFFER_BYTES, PING_INTERVAL_MS }: Settings,
  upgrades: readonly Upgrade[] = [],
): Promise<Listening> {
  // Java's HTTP client, for one, first asks every server to go on in HTTP/2: it gets its answer, and no upgrade (RFC 9110 §7.8).
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket';
  const http = createServer({ shouldUpgradeCallback }, serveClients(broker.commands));
  const maxSessions = limitConnections(http, MAX_CONNECTIONS);
  http.listen(PORT, HOST);
  await once(http, 'listening');
  http.on('error', (error) => broker.explain(error)); // a connection could not be accepted: log it, and carry on

  const options = { noServer: true, maxPayload: MAX_FRAME_BYTES, closeTimeout: CLOSE_TIMEOUT_MS };
  const websockets = new WebSocketServer(options);
  const fail = (error: unknown) => broker.fail(error); // one for all: made for each session, it would keep the session's request in memory
  const heartbeat = startHeartbeat(websockets, PING_INTERVAL_MS);
  http.on('upgrade', (request, socket, head) => {
    if (upgrades.some((upgrade) => upgrade(request, socket, head))) return;
    if (broker.sessions.size >= maxSessions) return refuse(socket, '503 Service Unavailable', 'Full: see MAX_CONNECTIONS.\n');
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      heartbeat.watch(websocket, request.socket);
      attach(websocket, new Output(websocket, socket, MAX_BUFFER_BYTES, fail));
    });
  });

  function attach(websocket: WebSocket, session: S): void {
    broker.connect(session);
    websocket.on('message', (payload, isBinary) => {
      door.receive(session, isBinary ? new Refusal('BAD_FRAME', 'this message is binary: send text') : payload.toString());
    });
    websocket.on('close', () => broker.disconnect(session));
    // Without a listener, one bad frame would end the process. `ws` itself closes with the right code: 1007, 1009 or 1002.
    websocket.on('error', () => {});
  }

  return {
    url: formatUrl(http.address() as AddressInfo),
    async close() {
      heartbeat.stop();
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections(); // the ones that are not sessions, and won't become sessions any more
      broker.close();
      await closed;
    },
  };
}

/** Pings every client, and cuts off the ones that have not answered the last ping (P0-9). */
export function startHeartbeat(websockets: Pick<WebSocketServer, 'clients'>, interval: number) {
  const sockets = new WeakMap<WebSocket, Socket>();
  /** The clients that have not answered, and how many bytes each of them had taken when it was pinged. */
  const unanswered = new WeakMap<WebSocket, number>();
  const beat = () => {
    for (const websocket of websockets.clients) {
      const { bytesWritten = 0, writableLength = 0 } = sockets.get(websocket) ?? {};
      const [taken, before] = [bytesWritten - writableLength, unanswered.get(websocket)];
      // A later stage may pause reading from a client. Its pong then lies unread in the socket, so taking bytes counts as a sign of life.
      if (before !== undefined && !(websocket.isPaused && taken > before)) {
        websocket.terminate();
      } else {
        unanswered.set(websocket, taken);
        websocket.ping();
      }
    }
  };
  // When the process wakes up after it was suspended, the pongs lie unread in the sockets. `setImmediate` lets Node read them first.
  const timer = setInterval(() => setImmediate(beat), interval);
  return {
    watch(websocket: WebSocket, socket: Socket): void {
      sockets.set(websocket, socket);
      websocket.on('pong', () => unanswered.delete(websocket));
    },
    stop: () => clearInterval(timer),
  };
}
