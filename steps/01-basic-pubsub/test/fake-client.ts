// A client without a socket, for the unit tests of every stage. It is its own session, and lists what is sent to it and done to it.

import { formatFrame, type Refusal } from '@workshop/protocol';
import type { Broker } from '#core';
import type { Packet, Session } from '#session';

/** What takes its messages: the broker itself in stage 01. The client can do all that the sessions of any stage can. */
interface Door {
  receive(session: FakeClient, message: string | Refusal): void;
}

export class FakeClient implements Session {
  /** Frames as text, and in brackets what else was done to it: `(closed 4401)`, `(cut)`, `(paused)`, `(resumed)`. */
  readonly frames: string[] = [];
  /** Kept by the broker while a command of this session runs. */
  declare readonly waiting?: (string | Refusal)[] | undefined;
  readonly #broker: Broker;
  readonly #door: Door;
  #reads = true;
  #drained: (() => void)[] = [];

  constructor(broker: Broker, door: Door = broker) {
    this.#broker = broker;
    this.#door = door;
    broker.connect(this);
  }

  say(...texts: (string | Refusal)[]): void {
    for (const text of texts) this.#door.receive(this, text);
  }

  send({ frame }: Packet): void {
    this.frames.push(formatFrame(frame));
  }

  close(code: number): void {
    this.frames.push(`(closed ${code})`);
  }

  cut(): void {
    this.frames.push('(cut)');
  }

  pause(): void {
    this.frames.push('(paused)');
  }

  resume(): void {
    this.frames.push('(resumed)');
  }

  drained(): Promise<void> {
    return new Promise((resolve) => (this.#reads ? setImmediate(resolve) : void this.#drained.push(resolve)));
  }

  /** Makes it a client that reads, or one that does not. */
  read(reads: boolean): void {
    this.#reads = reads;
    if (reads) for (const resolve of this.#drained.splice(0)) resolve();
  }

  leave(): void {
    this.#broker.disconnect(this);
    this.read(true);
  }

  /** What has come since the last call. */
  take(): string[] {
    return this.frames.splice(0);
  }

  /** What has come since the last call, once nothing is on its way in the broker any more. */
  async settle(): Promise<string[]> {
    const idle = () => new Promise((resolve) => setImmediate(resolve));
    do await idle();
    while (this.waiting);
    await idle();
    return this.take();
  }
}
