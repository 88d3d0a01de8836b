// A client that sends commands and counts answers, for everything that is measured in answers a second. It shares the machine with the
// broker, and a broker that answers all at once waits for it. So it decodes no frames: it counts how often a text stands in the bytes.

import type { Socket } from 'node:net';
import { HungUp } from './load/client.ts';
import { maskedFrame } from './masked-frame.ts';
import { openWebSocket } from './upgrade.ts';

export class AnsweredClient {
  readonly #socket: Socket;
  readonly #answer: string;
  #answers = 0;
  /** The end of what has come, in which an answer may have begun. */
  #tail = '';
  #wake = () => {};
  #fail: (error: HungUp) => void = () => {};

  private constructor(socket: Socket, answer: string) {
    this.#socket = socket;
    this.#answer = answer;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('close', () => this.#fail(new HungUp()));
  }

  /** @param answer stands once in each frame that ends a command, such as `OK:PUBLISH:`, and in no other frame */
  static async connect(url: URL, answer: string): Promise<AnsweredClient> {
    return new AnsweredClient(await openWebSocket(url), answer);
  }

  /** @throws {Error} when the broker refuses a command */
  #take(chunk: Buffer): void {
    const text = this.#tail + chunk.toString('latin1');
    if (text.includes('ERROR:')) throw new Error(`the broker refused: ${text.slice(text.indexOf('ERROR:'))}`);
    this.#answers += text.split(this.#answer).length - 1;
    this.#tail = text.slice(1 - this.#answer.length);
    this.#wake();
  }

  /** Sends `count` commands, with `window` of them unanswered at a time. Resolves when all are answered. */
  async ask(command: string, count: number, window: number): Promise<void> {
    const goal = this.#answers + count;
    const frame = maskedFrame(command);
    const frames = Buffer.concat(Array<Buffer>(window).fill(frame));
    const send = (times: number) => void this.#socket.write(frames.subarray(0, times * frame.length));
    let sent = Math.min(window, count);
    send(sent);
    while (this.#answers < goal) {
      const before = this.#answers;
      await this.#next();
      const room = Math.min(this.#answers - before, count - sent);
      sent += room;
      if (room > 0) send(room);
    }
  }

  /** How many answers have come. */
  get answers(): number {
    return this.#answers;
  }

  /** Resolves when so many answers have come in all. */
  async hasHeard(answers: number): Promise<void> {
    while (this.#answers < answers) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      this.#fail = reject;
      if (this.#socket.closed) reject(new HungUp());
    });
  }

  /** Sends a frame without waiting for an answer. */
  send(command: string): void {
    this.#socket.write(maskedFrame(command));
  }

  leave(): void {
    this.#socket.destroy();
  }
}
