// The way in: an HTTP server that serves the client's page and upgrades to WebSocket. The one file that knows `ws`.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Output, type Sink } from '#output';
import { Refusal } from '@workshop/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Broker } from './core.ts';
import type { Packet } from './session.ts';
import type { Settings } from './settings.ts';

/** After a goodbye, how long a client has to answer it. Shutting down may take 2 s in all (P0-4). */
const CLOSE_TIMEOUT_MS = 1000;

export interface Listening {
  /** Such as `ws://127.0.0.1:8765`. */
  readonly url: string;
  /** Closes every session with 1001; resolves when all are gone. */
  close(): Promise<void>;
}

/** A second way in, at the same port, for those who are no clients. */
export interface Door {
  /** The broker listens from now on. */
  start(settings: Settings): void;
  /** Takes an upgrade, or says with `false` that it is a client's. */
  takes(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/**
 * Lets clients in.
 * @param page the file served at `/`
 * @param admits whether a page of this origin may connect; a client that is no page has none
 * @throws {Error} of the system, such as `EADDRINUSE`, when it cannot listen
 */
export async function listen(
  broker: Broker,
  settings: Settings,
  page: URL,
  admits: (origin: string | undefined) => boolean = () => true,
  door?: Door,
): Promise<Listening> {
  const http = createServer((request, response) => void servePage(page, request, response));
  http.listen(settings.PORT, settings.HOST);
  await once(http, 'listening');

  const options = { noServer: true, maxPayload: settings.MAX_FRAME_BYTES, closeTimeout: CLOSE_TIMEOUT_MS };
  const websockets = new WebSocketServer(options);
  const heartbeat = startHeartbeat(websockets, settings.PING_INTERVAL_MS);
  http.on('upgrade', (request, socket, head) => {
    if (door?.takes(request, socket, head)) return;
    if (!admits(request.headers.origin)) return turnAway(socket, 'Pages of this origin may not connect: see ALLOWED_ORIGINS.\n');
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      heartbeat.watch(websocket);
      attach(broker, websocket, socket, settings.MAX_BUFFER_BYTES);
    });
  });

  door?.start(settings);

  return {
    url: formatUrl(http.address() as AddressInfo),
    async close() {
      heartbeat.stop();
      const closed = once(http, 'close');
      http.close();
      broker.close();
      setTimeout(() => http.closeAllConnections(), CLOSE_TIMEOUT_MS).unref();
      await closed;
    },
  };
}

function attach(broker: Broker, websocket: WebSocket, socket: Duplex, maxBacklog: number): void {
  const sink: Sink = {
    get backlog() {
      return socket.writableLength;
    },
    write(bytes) {
      // Nothing may follow a close frame (RFC 6455 §5.5.1), and `ws` answers the client's by itself.
      if (websocket.readyState === websocket.OPEN) socket.write(bytes);
    },
    // No close frame: it would wait behind all that the client does not read.
    cut(error) {
      websocket.terminate();
      broker.disconnect(session);
      if (error)
        broker.guard(() => {
          throw error;
        });
    },
  };
  const output = new Output(sink, maxBacklog);
  const session = broker.connect({
    send: (packet, tagged) => output.send(encode(packet, tagged)),
    pause: () => websocket.pause(),
    resume: () => websocket.resume(),
    drained: () =>
      new Promise((resolve) => {
        output.flush();
        // What is written last is taken last. Not at once even so: others have their turn in between.
        if (websocket.readyState === websocket.OPEN) socket.write('', () => setImmediate(resolve));
        else resolve();
      }),
    close(code, reason) {
      output.flush();
      websocket.close(code, reason);
    },
    cut: () => websocket.terminate(),
  });
  websocket.on('message', (payload, isBinary) => {
    if (isBinary) broker.receive(session, new Refusal('BAD_FRAME', 'this message is binary: send text'));
    else broker.receive(session, payload.toString());
  });
  websocket.on('close', () => broker.disconnect(session));
  // Without a listener, one bad frame would end the process. `ws` itself closes with the right code: 1007, 1009, 1002.
  websocket.on('error', () => {});
}

function encode(packet: Packet, tagged: boolean): Uint8Array {
  return (packet.bytes[tagged ? 1 : 0] ??= encodeText(packet.text(tagged)));
}

/** A whole WebSocket text frame, as a server sends it: unmasked (RFC 6455 §5.2). Made once for all its readers; `ws` would make it for each. */
function encodeText(text: string): Uint8Array {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81; // the last fragment, of a text
  if (header === 2) frame[1] = length;
  else if (header === 4) frame.writeUInt16BE(length, frame.writeUInt8(126, 1));
  else frame.writeBigUInt64BE(BigInt(length), frame.writeUInt8(127, 1));
  frame.write(text, header);
  return frame;
}

export interface Heartbeat {
  watch(websocket: WebSocket): void;
  stop(): void;
}

/** Pings every client, and cuts off those that have not answered the last ping (P0-9). */
export function startHeartbeat(websockets: Pick<WebSocketServer, 'clients'>, interval: number): Heartbeat {
  const unanswered = new WeakSet<WebSocket>();
  const beat = () => {
    for (const websocket of websockets.clients) {
      // The answer of one that is not read may lie in its socket.
      if (unanswered.has(websocket) && !websocket.isPaused) {
        websocket.terminate();
      } else {
        unanswered.add(websocket);
        websocket.ping();
      }
    }
  };
  // Not at once: when the process was suspended meanwhile, the answers lie in the sockets and are read first.
  const timer = setInterval(() => setImmediate(beat), interval);
  return {
    watch: (websocket) => websocket.on('pong', () => unanswered.delete(websocket)),
    stop: () => clearInterval(timer),
  };
}

/** Refuses an upgrade. @param text for a person, with its line end */
export function turnAway(socket: Duplex, text: string): void {
  socket.on('error', () => socket.destroy());
  const head = ['HTTP/1.1 403 Forbidden', 'Connection: close', 'Content-Type: text/plain', `Content-Length: ${text.length}`];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

async function servePage(page: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '/').split('?'); // not by URL, which throws at `//`
  if (path !== '/') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here: the client is at /, and the broker wants a WebSocket.\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(await readFile(page));
}

function formatUrl({ address, family, port }: AddressInfo): string {
  return `ws://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
