// What `server.ts` and `output.ts` of stage 01 stand on in a program, without a network: an HTTP server that only upgrades, and WebSockets
// whose other ends are connections of the page. What a stage writes are the bytes of WebSocket frames, as they would go over a wire.

import { Buffer } from 'buffer/';
import { EventEmitter } from 'eventemitter3';
import { ABNORMAL, type FromClient, type ToClient } from '../messages.ts';

/** The close codes that no frame may carry (RFC 6455 §7.4.1). */
const NO_CODE = 1005;
const TOO_BIG = 1009;

const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

type Tell = (message: ToClient) => void;

/** The servers that listen, by port. */
export const servers = new Map<number, Server>();

/** In place of `node:http`. */
export function createServer(): Server {
  return new Server();
}

export class Server extends EventEmitter {
  maxConnections = Infinity;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  listen(port: number): void {
    this.#port = port;
    servers.set(port, this);
    queueMicrotask(() => this.emit('listening'));
  }

  address() {
    return { address: '127.0.0.1', family: 'IPv4', port: this.#port };
  }

  close(): void {
    servers.delete(this.#port);
    queueMicrotask(() => this.emit('close'));
  }

  closeAllConnections(): void {}

  /** A client asks for a WebSocket. */
  connect(connection: number, headers: Readonly<Record<string, string>>, tell: Tell): Socket {
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const socket = new Socket(connection, (message) => {
      if (!this.#sockets.has(socket)) return;
      if (message.kind === 'closed') this.#sockets.delete(socket);
      tell(message);
    });
    this.#sockets.add(socket);
    this.emit('upgrade', { headers: Object.fromEntries(lower), url: '/', socket }, socket, Buffer.alloc(0));
    return socket;
  }

  /** Ends as if its process were killed: it and its clients hear nothing more of each other. */
  kill(): void {
    servers.delete(this.#port);
    for (const socket of this.#sockets) socket.tell({ kind: 'closed', code: ABNORMAL });
    this.#sockets.clear();
  }
}

/** A connection as the broker's side has it; `Duplex` in a program. */
export class Socket extends EventEmitter {
  readonly connection: number;
  readonly tell: Tell;
  websocket: WebSocket | undefined;
  bytesWritten = 0;
  /** The bytes that the client has not taken. */
  writableLength = 0;
  #isRead = true;
  #waiting: (() => void)[] = [];

  constructor(connection: number, tell: Tell) {
    super();
    this.connection = connection;
    this.tell = tell;
  }

  /** The client does something. */
  hear(message: FromClient): void {
    if (message.kind === 'pause' || message.kind === 'resume') this.#read(message.kind === 'resume');
    else this.websocket?.hear(message);
  }

  /** Takes whole WebSocket frames. @param taken is called when the client has taken them */
  write(bytes: Uint8Array | '', taken?: () => void): boolean {
    const length = bytes.length;
    this.bytesWritten += length;
    this.writableLength += length;
    this.#waiting.push(() => {
      this.writableLength -= length;
      if (bytes !== '') this.websocket?.deliver(bytes);
      taken?.();
    });
    if (this.#isRead) queueMicrotask(() => this.#flush());
    return this.#isRead;
  }

  /** A refusal of the request, as HTTP. */
  end(text: string): void {
    this.tell({ kind: 'refused', status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]) });
    this.emit('finish');
  }

  destroy(): void {
    this.#waiting = [];
    this.removeAllListeners();
  }

  #read(isRead: boolean): void {
    this.#isRead = isRead;
    this.#flush();
  }

  #flush(): void {
    while (this.#isRead && this.#waiting.length > 0) this.#waiting.shift()?.();
  }
}

/** In place of the package `ws`: turns the requests that a server was asked into WebSockets. */
export class WebSocketServer {
  readonly clients = new Set<WebSocket>();
  readonly #maxPayload: number;

  constructor({ maxPayload }: { readonly maxPayload: number }) {
    this.#maxPayload = maxPayload;
  }

  handleUpgrade(_request: unknown, socket: Socket, _head: unknown, done: (websocket: WebSocket) => void): void {
    const websocket = new WebSocket(socket, this.#maxPayload);
    socket.websocket = websocket;
    this.clients.add(websocket);
    websocket.once('close', () => this.clients.delete(websocket));
    socket.tell({ kind: 'opened' });
    done(websocket);
  }
}

export class WebSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isPaused = false;
  readonly #socket: Socket;
  readonly #maxPayload: number;
  /** What the client has sent and nobody has read yet. */
  #unread: FromClient[] = [];

  constructor(socket: Socket, maxPayload: number) {
    super();
    this.#socket = socket;
    this.#maxPayload = maxPayload;
  }

  /** The number of the page's connection. */
  get connection(): number {
    return this.#socket.connection;
  }

  hear(message: FromClient): void {
    if (message.kind === 'vanish') this.#end(ABNORMAL);
    else if (this.isPaused) this.#unread.push(message);
    else this.#take(message);
  }

  /** Bytes have come to the client. */
  deliver(bytes: Uint8Array): void {
    const payloads: (string | Uint8Array)[] = [];
    for (const { opcode, payload } of framesIn(bytes)) {
      if (opcode === OPCODE.text) payloads.push(new TextDecoder().decode(payload));
      else if (opcode === OPCODE.binary) payloads.push(payload.slice());
    }
    if (payloads.length > 0) this.#socket.tell({ kind: 'messages', payloads });
  }

  ping(): void {
    this.#later(() => this.#socket.tell({ kind: 'ping' }));
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    queueMicrotask(() => {
      while (!this.isPaused && this.#unread[0]) this.#take(this.#unread.shift() as FromClient);
    });
  }

  close(code: number): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 2;
    this.#later(() => this.#end(code));
  }

  terminate(): void {
    this.#end(ABNORMAL);
  }

  #take(message: FromClient): void {
    if (this.readyState > 2) return;
    if (message.kind === 'send') for (const payload of message.payloads) this.#receive(payload);
    else if (message.kind === 'ping') this.#later(() => this.#socket.tell({ kind: 'pong' }));
    else if (message.kind === 'pong') this.emit('pong');
    else if (message.kind === 'close') this.#end(NO_CODE);
  }

  #receive(payload: string | Uint8Array): void {
    if (this.readyState !== this.OPEN) return;
    const bytes = Buffer.from(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload);
    if (bytes.length > this.#maxPayload) {
      this.emit('error', new RangeError('Max payload size exceeded'));
      this.close(TOO_BIG);
    } else this.emit('message', bytes, typeof payload !== 'string');
  }

  /** Goes out after everything that was written before. */
  #later(work: () => void): void {
    this.#socket.write('', work);
  }

  #end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#socket.tell({ kind: 'closed', code });
    this.#socket.destroy();
    queueMicrotask(() => this.emit('close', code));
  }
}

/** The WebSocket frames that a server has written, unmasked (RFC 6455 §5.2). */
function* framesIn(bytes: Uint8Array): Generator<{ readonly opcode: number; readonly payload: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const short = view.getUint8(at + 1);
    const [header, length] =
      short < 126 ? [2, short] : short === 126 ? [4, view.getUint16(at + 2)] : [10, Number(view.getBigUint64(at + 2))];
    yield { opcode: view.getUint8(at) & 0x0f, payload: bytes.subarray(at + header, at + header + length) };
    at += header + length;
  }
}
