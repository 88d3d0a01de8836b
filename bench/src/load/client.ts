// A client that costs next to nothing: it writes bytes that are ready, and counts those that come, because all deliveries are alike.

import type { Socket } from 'node:net';
import { type Dialect, hear } from '../dialects/dialect.ts';

/** How many clients connect at the same time: the queues of listening sockets are short. */
const AT_ONCE = 64;

/** Whoever waited for more would wait for ever. */
export class HungUp extends Error {
  constructor() {
    super('the broker hung up in the middle of the measurement');
  }
}

export class Client {
  /** How many bytes have come since it joined, without heartbeats. */
  bytes = 0;
  readonly #socket: Socket;
  #onBytes = () => {};
  #onEnd: (error: Error) => void = () => {};

  private constructor(socket: Socket, { heartbeat }: Dialect) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      if (heartbeat && chunk.includes(heartbeat.ask)) {
        this.bytes -= heartbeat.ask.length;
        socket.write(heartbeat.answer);
      }
      this.#onBytes();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#onEnd(new HungUp()));
  }

  /** Resolves when its subscriptions have taken effect. */
  static async join(dialect: Dialect, url: URL, channels: readonly string[]): Promise<Client> {
    const socket = await dialect.open(url);
    if (channels.length > 0) {
      socket.write(dialect.subscribe(channels));
      await hear(socket, (answer) => dialect.hasJoined(answer, channels));
    }
    return new Client(socket, dialect);
  }

  /** Some clients, each with the channels that it is to have. */
  static async joinAll(dialect: Dialect, url: URL, count: number, channelsOf: (at: number) => readonly string[]): Promise<Client[]> {
    const clients: Client[] = [];
    while (clients.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, (_, n) => channelsOf(clients.length + n));
      clients.push(...(await Promise.all(some.map((channels) => Client.join(dialect, url, channels)))));
    }
    return clients;
  }

  /** From now on, calls `onBytes` with every chunk, and `onEnd` if the broker hangs up, or has already. */
  listen(onBytes: () => void, onEnd: (error: HungUp) => void): void {
    this.#onBytes = onBytes;
    this.#onEnd = onEnd;
    if (this.#socket.closed) onEnd(new HungUp());
  }

  /** Resolves with the next chunk. @throws {HungUp} */
  more(): Promise<void> {
    return new Promise((resolve, reject) => this.listen(resolve, reject));
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Resolves when so many bytes have come. @throws {HungUp} @throws {Error} when there are more */
  async hasGot(bytes: number): Promise<void> {
    while (this.bytes < bytes) await this.more();
    if (this.bytes > bytes) throw new Error(`a client got ${this.bytes} bytes, and ${bytes} were on their way`);
  }

  leave(): void {
    this.#onEnd = () => {};
    this.#socket.destroy();
  }
}
