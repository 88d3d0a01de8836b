// A session of the crowd: a WebSocket client that costs next to nothing, because all its deliveries have the same length.

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { maskedFrame } from '../masked-frame.ts';
import { openWebSocket } from '../upgrade.ts';

export const CHANNEL = 'bench';
const BODY_LENGTH = 64;
const NUMBER_LENGTH = 12;
/** A MSG on the wire: an unmasked frame with a header of 2 bytes. */
const DELIVERY_BYTES = 2 + `MSG:${CHANNEL}:`.length + BODY_LENGTH;

/** A publish with a number at the end of its body. */
export function publishFrame(number: number): Buffer {
  return maskedFrame(`PUBLISH:${CHANNEL}:${String(number).padStart(BODY_LENGTH, '0')}`);
}

export class Member {
  /** Called with every chunk. */
  onDelivery = () => {};
  readonly #socket: Socket;
  #bytes = 0;
  #tail = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /**
   * Logs in and subscribes. Resolves when both have taken effect.
   * @throws {Error} with what the broker said instead
   */
  static async join(url: URL, token: string, channels: readonly string[]): Promise<Member> {
    const socket = await openWebSocket(url);
    socket.write(maskedFrame(`AUTH:${token}`));
    await hear(socket, 'OK:AUTH:');
    const subscribe = channels.map((channel) => maskedFrame(`SUBSCRIBE:${channel}`));
    // A session without tags gets no OK. But its answers come in order, and an unknown command is always answered.
    socket.write(Buffer.concat([...subscribe, maskedFrame('DONE')]));
    await hear(socket, 'ERROR:UNKNOWN_COMMAND:');
    return new Member(socket);
  }

  /** How many deliveries it has got in all. */
  get received(): number {
    return Math.floor(this.#bytes / DELIVERY_BYTES);
  }

  /** The number in the last delivery; `undefined` while there is none, or only a part of it has come. */
  get last(): number | undefined {
    return this.#bytes === 0 || this.#bytes % DELIVERY_BYTES !== 0 ? undefined : Number(this.#tail);
  }

  write(frames: Uint8Array): void {
    this.#socket.write(frames);
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#tail = (this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - NUMBER_LENGTH))).slice(-NUMBER_LENGTH);
    this.onDelivery();
  }
}

/** Waits for a single answer. */
async function hear(socket: Socket, expected: string): Promise<void> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  if (!chunk.includes(expected)) throw new Error(`the broker answered ${JSON.stringify(chunk.toString('latin1'))}, not ${expected}`);
}
