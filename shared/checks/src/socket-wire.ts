// The wire that a program uses: a WebSocket by `ws`, with its TCP connection at hand for what no library would send.

import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';
import type { Leaving, RawOptions, Wire, WireListener, WireOptions } from './wire.ts';

export class SocketWire implements Wire {
  readonly #tcp: Socket;
  readonly #websocket: WebSocket;

  /** @param url such as `ws://127.0.0.1:8765` */
  constructor(url: string, listener: WireListener, { headers, autoPong = true }: WireOptions) {
    const { hostname, port } = new URL(url);
    this.#tcp = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    this.#tcp.setNoDelay();
    this.#websocket = new WebSocket(url, {
      createConnection: () => this.#tcp,
      perMessageDeflate: false,
      maxPayload: 2 ** 30,
      autoPong,
      headers: { ...headers },
    });
    this.#websocket
      .on('error', () => {})
      .on('open', () => listener.opened())
      .on('message', (payload, isBinary) => listener.message(String(payload), isBinary))
      .on('ping', () => listener.pinged())
      .on('pong', () => listener.ponged())
      .on('unexpected-response', (request, { statusCode = 0 }) => {
        listener.refused(statusCode);
        request.destroy();
      })
      .on('close', (code) => listener.closed(code));
  }

  send(texts: readonly string[]): void {
    this.#tcp.cork();
    for (const text of texts) this.#websocket.send(text);
    this.#tcp.uncork();
  }

  sendRaw(payload: string | Uint8Array, options: RawOptions): void {
    this.#websocket.send(payload, options);
  }

  sendBytes(bytes: Uint8Array): void {
    this.#tcp.write(bytes);
  }

  ping(): void {
    this.#websocket.ping();
  }

  pause(): void {
    this.#websocket.pause();
  }

  resume(): void {
    this.#websocket.resume();
  }

  leave(how: Leaving): void {
    if (how === 'close') this.#websocket.close();
    else if (how === 'end') this.#tcp.end();
    else this.#tcp.resetAndDestroy();
  }
}
