// Links over WebSockets: other brokers come in at the same port as clients, and say by a subprotocol that they are brokers. No other file
// of the stage uses `ws`. Strangers are turned away over HTTP, and never get a WebSocket.

import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { startHeartbeat, type Upgrade } from '01-basic-pubsub/server';
import { LARGEST_FRAME } from '01-basic-pubsub/settings';
import { refuse } from '@workshop/program/connections';
import { CLOSE_CODES } from '@workshop/protocol';
import { WebSocket, WebSocketServer } from 'ws';
import type { Admission, Answer, Connection, Network, Reply } from './network.ts';

/** Brokers ask for it, and clients don't. It names the version of what is said on a link (RFC 6455 §1.9). */
const SUBPROTOCOL = 'workshop-peer-2';

/** With room for the tags: what a client may send to one broker must reach the others. */
const MAX_PAYLOAD = LARGEST_FRAME + 65_536;

/** How long the other side has to answer a close frame, in ms. Shutting down may take 2 s in all (P0-4). */
const CLOSE_TIMEOUT_MS = 1000;

/** How many characters of a refusal are read. */
const MAX_TEXT = 1000;

const OPTIONS = { maxPayload: MAX_PAYLOAD, closeTimeout: CLOSE_TIMEOUT_MS, perMessageDeflate: false };
const ALONE: Admission = { status: 403, text: 'this broker has no PEER_SECRET, and is in no network' };

export class SocketNetwork implements Network {
  readonly #server = new WebSocketServer({ ...OPTIONS, noServer: true, clientTracking: false });
  /** The proof that goes with the answer to a request. */
  readonly #proofs = new WeakMap<IncomingMessage, string>();
  readonly #pingInterval: number;
  /** The accepted ones, and the dialled ones. */
  readonly #sockets = new Set<WebSocket>();
  #heartbeat: ReturnType<typeof startHeartbeat> | undefined;
  #answer: (proof: string | undefined) => Promise<Admission> = async () => ALONE;
  #isClosed = false;

  /** @param pingInterval in ms: a link that has not answered a ping by the next one is given up, as a client is (P7-17) */
  constructor(pingInterval: number) {
    this.#pingInterval = pingInterval;
    this.#server.on('headers', (headers, request) => headers.push(`Authentication-Info: ${this.#proofs.get(request)}`)); // RFC 7615
  }

  open(answer: (proof: string | undefined) => Promise<Admission>): void {
    this.#answer = answer;
  }

  /** Takes over the requests that come from brokers. */
  readonly upgrade: Upgrade = (request, socket, head) => {
    const asked = request.headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
    if (!asked?.includes(SUBPROTOCOL)) return false;
    socket.on('error', () => socket.destroy());
    void this.#admit(request, socket, head);
    return true;
  };

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const [, proof] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    const answer = await this.#answer(proof);
    const { take } = answer;
    if (this.#isClosed) return void socket.destroy();
    if (!take) return turnAway(socket, answer);
    this.#proofs.set(request, answer.proof ?? '');
    this.#server.handleUpgrade(request, socket, head, (websocket) => take(this.#attach(websocket, request.socket)));
  }

  dial(address: string, proof: string | undefined, signal: AbortSignal): Promise<Reply> {
    const headers: Record<string, string> = proof === undefined ? {} : { authorization: `Bearer ${proof}` };
    const websocket = new WebSocket(address, SUBPROTOCOL, { ...OPTIONS, headers });
    const giveUp = () => websocket.terminate();
    signal.addEventListener('abort', giveUp);
    return new Promise<Reply>((resolve, reject) => {
      websocket.on('error', reject);
      websocket.on('unexpected-response', (_request, response) => readRefusal(response).then(resolve, reject).finally(giveUp));
      websocket.on('upgrade', ({ headers, socket }) => {
        // Not with an await: reading must be paused before the first frame, which may follow in the same packet.
        websocket.on('open', () =>
          resolve({ status: 101, proof: single(headers['authentication-info']), connection: this.#attach(websocket, socket) }),
        );
      });
    }).finally(() => signal.removeEventListener('abort', giveUp));
  }

  close(): void {
    this.#isClosed = true;
    this.#heartbeat?.stop();
    for (const websocket of this.#sockets) websocket.close(CLOSE_CODES.SHUTTING_DOWN);
  }

  #attach(websocket: WebSocket, socket: Socket): Connection {
    this.#heartbeat ??= startHeartbeat({ clients: this.#sockets }, this.#pingInterval);
    this.#heartbeat.watch(websocket, socket);
    this.#sockets.add(websocket);
    websocket.on('close', () => this.#sockets.delete(websocket));
    websocket.on('error', () => {}); // it closes by itself
    websocket.pause();
    return {
      listen({ receive, closed }) {
        websocket.on('message', (payload, isBinary) => (isBinary ? websocket.terminate() : receive(payload.toString())));
        websocket.on('close', closed);
        if (websocket.readyState === WebSocket.CLOSED) closed();
        websocket.resume();
      },
      send(text) {
        if (websocket.readyState !== WebSocket.OPEN) return;
        if (socket.writableCorked === 0) {
          socket.cork(); // everything sent before the microtask runs goes out in a single write, as it does to clients
          queueMicrotask(() => socket.uncork());
        }
        websocket.send(text);
      },
      drained: () =>
        new Promise((resolve) => {
          // The socket takes this empty text only after everything before it. `setImmediate` gives others a turn in between.
          if (websocket.readyState === WebSocket.OPEN) socket.write('', () => setImmediate(resolve));
          else setImmediate(resolve);
        }),
      close() {
        websocket.close(CLOSE_CODES.SHUTTING_DOWN);
        websocket.resume(); // or the other side's goodbye would not be read
      },
    };
  }
}

/** Answers over HTTP. */
function turnAway(socket: Duplex, { status, nonce, proof, text = '' }: Answer): void {
  const headers: string[] = [];
  if (nonce !== undefined) headers.push(`WWW-Authenticate: Bearer nonce="${nonce}"`);
  if (proof !== undefined) headers.push(`Authentication-Info: ${proof}`);
  refuse(socket, `${status} ${STATUS_CODES[status]}`, text, headers);
}

/** Reads such an answer at the other end. */
async function readRefusal(response: IncomingMessage): Promise<Reply> {
  const { statusCode: status = 0, headers } = response;
  const [, nonce] = /nonce="(\w+)"/.exec(headers['www-authenticate'] ?? '') ?? [];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_TEXT) break;
  }
  return { status, nonce, proof: single(headers['authentication-info']), text };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
