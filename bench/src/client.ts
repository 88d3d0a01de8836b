// A client that sends commands and counts answers, for everything that is measured in answers a second.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';
import { maskedFrame } from './masked-frame.ts';

export class AnsweredClient {
  readonly #socket: WebSocket;
  readonly #tcp: Socket;
  #answers = 0;
  #wake = () => {};

  private constructor(socket: WebSocket, tcp: Socket, isAnswer: RegExp) {
    this.#socket = socket;
    this.#tcp = tcp;
    socket.on('message', (payload) => {
      const frame = String(payload);
      if (/^(?:@[^ ]* )?ERROR:/.test(frame)) throw new Error(`the broker refused: ${frame}`);
      if (!isAnswer.test(frame)) return;
      this.#answers += 1;
      this.#wake();
    });
  }

  /** @param isAnswer matches the frame that ends one command */
  static async connect(url: URL, isAnswer: RegExp): Promise<AnsweredClient> {
    const tcp = connect(Number(url.port), url.hostname);
    tcp.setNoDelay();
    const socket = new WebSocket(url, { perMessageDeflate: false, createConnection: () => tcp });
    await once(socket, 'open');
    return new AnsweredClient(socket, tcp, isAnswer);
  }

  /** Sends `count` commands, with `window` of them unanswered at a time. Resolves when all are answered. */
  async ask(command: string, count: number, window: number): Promise<void> {
    const goal = this.#answers + count;
    const frame = maskedFrame(command);
    const frames = Buffer.concat(Array<Buffer>(window).fill(frame));
    const send = (times: number) => void this.#tcp.write(frames.subarray(0, times * frame.length));
    let sent = Math.min(window, count);
    send(sent);
    while (this.#answers < goal) {
      const before = this.#answers;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      const room = Math.min(this.#answers - before, count - sent);
      sent += room;
      send(room);
    }
  }

  /** Sends all these commands at once. Resolves when all are answered. */
  async askAll(commands: readonly string[]): Promise<void> {
    const goal = this.#answers + commands.length;
    for (const command of commands) this.#socket.send(command);
    while (this.#answers < goal) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** Sends a frame without waiting for an answer. */
  send(command: string): void {
    this.#socket.send(command);
  }

  leave(): void {
    this.#socket.terminate();
  }
}
