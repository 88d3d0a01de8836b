// Links over WebSockets: another broker comes in at the same port as the clients, and says by a subprotocol that it is one. The one
// file of this stage that knows `ws`.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Door, type Heartbeat, startHeartbeat, turnAway } from '01-basic-pubsub/server';
import type { Settings } from '01-basic-pubsub/settings';
import { WebSocket, WebSocketServer } from 'ws';
import type { Network } from './network.ts';
import { Wire } from './wire.ts';

/** What a broker asks for, and no client; with the version of what is said on a link (RFC 6455 §1.9). */
const SUBPROTOCOL = 'workshop-peer-1';

/** The largest MAX_FRAME_BYTES that there may be, and room for the tags: what a client may send to one broker goes to all. */
const MAX_PAYLOAD = 2 ** 30 + 65_536;

/** Bytes that are taken from one that has not proved itself. An introduction has some hundreds. */
const MAX_UNTRUSTED = 16_384;

/** After a goodbye, how long the other side has to answer it, in ms. Shutting down may take 2 s in all (P0-4). */
const CLOSE_TIMEOUT_MS = 1000;

const OPTIONS = { maxPayload: MAX_PAYLOAD, closeTimeout: CLOSE_TIMEOUT_MS, perMessageDeflate: false };

export class PeerSockets implements Network, Door {
  readonly #server = new WebSocketServer({ ...OPTIONS, noServer: true, clientTracking: false });
  /** Those that came in, and those that were dialled. */
  readonly #sockets = new Set<WebSocket>();
  #heartbeat: Heartbeat | undefined;
  #accept: ((wire: Wire) => void) | undefined;
  #ready: (() => void) | undefined;

  open(accept: (wire: Wire) => void, ready: () => void): void {
    this.#accept = accept;
    this.#ready = ready;
  }

  /** From now on, a link that has not answered the last ping by the next one is given up, as a client is (P7-17). Without a network, there is none. */
  start({ PING_INTERVAL_MS }: Settings): void {
    if (!this.#accept) return; // nobody opened it: this broker is alone, and closes nothing either
    if (!this.#ready) return;
    this.#heartbeat = startHeartbeat({ clients: this.#sockets }, PING_INTERVAL_MS);
    this.#ready();
  }

  takes(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const asked = request.headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
    if (!asked?.includes(SUBPROTOCOL)) return false;
    const accept = this.#accept;
    if (accept) this.#server.handleUpgrade(request, socket, head, (websocket) => accept(this.#attach(websocket, socket)));
    else turnAway(socket, 'This broker has no PEER_SECRET, and is in no network.\n');
    return true;
  }

  dial(address: string, signal: AbortSignal): Promise<Wire> {
    const websocket = new WebSocket(address, SUBPROTOCOL, OPTIONS);
    const giveUp = () => websocket.terminate();
    signal.addEventListener('abort', giveUp);
    return new Promise<Wire>((resolve, reject) => {
      websocket.on('error', reject);
      websocket.on('upgrade', ({ socket }) => {
        // Not with an await: the first frame may follow in the same packet.
        websocket.on('open', () => resolve(this.#attach(websocket, socket)));
      });
    }).finally(() => signal.removeEventListener('abort', giveUp));
  }

  close(): void {
    this.#heartbeat?.stop();
  }

  #attach(websocket: WebSocket, socket: Duplex): Wire {
    const wire = new Wire({
      send: (packet) => {
        if (websocket.readyState === WebSocket.OPEN) websocket.send(packet.text(true));
      },
      pause: () => websocket.pause(),
      resume: () => websocket.resume(),
      drained: () =>
        new Promise((resolve) => {
          // What is written last is taken last. Not at once even so: others have their turn in between.
          if (websocket.readyState === WebSocket.OPEN) socket.write('', () => setImmediate(resolve));
          else resolve();
        }),
      close: (code, reason) => websocket.close(code, reason),
      cut: () => websocket.terminate(),
    });
    this.#sockets.add(websocket);
    this.#heartbeat?.watch(websocket);
    websocket.on('message', (payload, isBinary) => (isBinary ? wire.hangUp() : wire.receive(payload.toString())));
    websocket.on('close', () => {
      this.#sockets.delete(websocket);
      wire.closed();
    });
    websocket.on('error', () => {}); // it closes by itself
    limitUntilTrusted(wire, websocket, socket);
    return wire;
  }
}

/** What is not complete yet is kept in memory, up to MAX_PAYLOAD: more than anybody may take up who has not proved to be a peer. */
function limitUntilTrusted(wire: Wire, websocket: WebSocket, socket: Duplex): void {
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (wire.isTrusted) socket.off('data', count);
    else if (bytes > MAX_UNTRUSTED) websocket.terminate();
  };
  socket.on('data', count);
}
