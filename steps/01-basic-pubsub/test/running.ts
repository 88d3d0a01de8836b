// A broker as its users meet it: a command, and clients that talk to it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

const LIMIT_MS = 10_000;

export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  /** Resolves to the exit code. */
  readonly exit: Promise<number | null>;
}

/** Starts stage 01; resolves when it has said where it listens. */
export async function startBroker(environment: Record<string, string> = {}): Promise<Running> {
  const child = launch(environment);
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += String(chunk);
      const found = /ws:\/\/\S+/.exec(printed);
      if (found) resolve(found[0]);
    });
    void exit.then((code) => reject(new Error(`the broker ended with ${code} before it listened`)));
  });
  return { url, child, exit };
}

/** Starts stage 01 where it is to fail; resolves to its exit code and what it wrote to standard error. */
export async function failBroker(environment: Record<string, string>, ...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const child = launch(environment, args);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

function launch(environment: Record<string, string>, args: string[] = []): ChildProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  return spawn(process.execPath, [main, ...args], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A client that always reads, and can be asked for the next frame. */
export class Client {
  readonly socket: WebSocket;
  readonly #tcp: Socket;
  readonly #frames: string[] = [];
  readonly #readers: ((frame: string) => void)[] = [];
  readonly closed: Promise<number>;

  private constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#tcp = connect(Number(port), hostname);
    const socket = (this.socket = new WebSocket(url, { createConnection: () => this.#tcp }));
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('error', () => {});
    socket.on('message', (payload) => {
      const reader = this.#readers.shift();
      if (reader) reader(String(payload));
      else this.#frames.push(String(payload));
    });
  }

  static async connect(url: string): Promise<Client> {
    const client = new Client(url);
    await once(client.socket, 'open');
    return client;
  }

  /** Goes away as a process that crashed does: with a TCP reset. */
  reset(): void {
    this.#tcp.resetAndDestroy();
  }

  send(...frames: (string | Buffer)[]): void {
    for (const frame of frames) this.socket.send(frame);
  }

  /** The next frame that comes, or came. */
  next(): Promise<string> {
    const frame = this.#frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no frame came within ${LIMIT_MS} ms`)), LIMIT_MS);
      this.#readers.push((frame) => {
        clearTimeout(timer);
        resolve(frame);
      });
    });
  }

  /** All frames that came before the broker's answer to a question asked now: what is not among them was not sent. */
  async settled(): Promise<string[]> {
    const sentinel = `sentinel-${Math.random().toString(36).slice(2)}`;
    this.send(`SUBSCRIBE:${sentinel}`, `PUBLISH:${sentinel}:`);
    const frames: string[] = [];
    for (let frame = await this.next(); frame !== `MSG:${sentinel}:`; frame = await this.next()) frames.push(frame);
    return frames;
  }
}
