// The load: subscribers that cost next to nothing, and a publisher that always has a window of publishes in flight.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { maskedFrame } from './masked-frame.ts';
import { openWebSocket } from './upgrade.ts';

const CHANNEL = 'bench';
const BODY = 'x'.repeat(64);
const PUBLISH = `PUBLISH:${CHANNEL}:${BODY}`;
/** A MSG on the wire: an unmasked frame with a header of 2 bytes. */
const DELIVERY_BYTES = 2 + `MSG:${CHANNEL}:${BODY}`.length;

export interface Delivered {
  readonly deliveries: number;
}

/**
 * Publishes `publishes` messages to `subscribers` readers, one of which is the publisher, with `window` publishes in flight.
 * @throws {Error} when a reader didn't get exactly what was published
 */
export async function publishTo(
  url: URL,
  subscribers: number,
  window: number,
  publishes: number,
  whenWarm: () => Promise<void>,
): Promise<Delivered> {
  const readers = await Promise.all(Array.from({ length: subscribers }, () => Reader.join(url)));
  const [publisher] = readers;
  if (!publisher) throw new Error('there is no subscriber');
  const run = async (count: number) => {
    const total = readers.map((reader) => reader.received + count);
    let sent = Math.min(window, count);
    publisher.publish(sent);
    while (publisher.received < (total[0] ?? 0)) {
      const before = publisher.received;
      await publisher.next();
      const room = Math.min(publisher.received - before, count - sent);
      sent += room;
      if (room > 0) publisher.publish(room);
    }
    for (const [at, reader] of readers.entries()) while (reader.received < (total[at] ?? 0)) await reader.next();
  };
  await run(Math.ceil(publishes / 4));
  await whenWarm();
  await run(publishes);
  for (const reader of readers) reader.leave();
  return { deliveries: publishes * subscribers };
}

/** A WebSocket client that counts bytes: it gets nothing but deliveries, which are all alike. */
class Reader {
  readonly #socket: Socket;
  #bytes = 0;
  #wake = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async join(url: URL): Promise<Reader> {
    const socket = await openWebSocket(url);
    socket.write(Buffer.concat([maskedFrame(`SUBSCRIBE:${CHANNEL}`), PING]));
    await once(socket, 'data'); // the pong: everything sent before the ping has taken effect
    const reader = new Reader(socket);
    socket.on('data', (chunk) => {
      reader.#bytes += chunk.length;
      reader.#wake();
    });
    return reader;
  }

  get received(): number {
    return Math.floor(this.#bytes / DELIVERY_BYTES);
  }

  next(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  publish(count: number): void {
    this.#socket.write(Buffer.concat(Array<Buffer>(count).fill(PUBLISH_FRAME)));
  }

  /** @throws {Error} when it has got anything but whole deliveries */
  leave(): void {
    if (this.#bytes % DELIVERY_BYTES !== 0) throw new Error(`a reader got ${this.#bytes} bytes, no whole number of messages`);
    this.#socket.destroy();
  }
}

/** Masked, and empty. */
const PING = Buffer.from([0x89, 0x80, 0, 0, 0, 0]);
const PUBLISH_FRAME = maskedFrame(PUBLISH);
