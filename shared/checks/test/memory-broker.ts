// A stage's broker without a process or a socket: a wire is its session. What the stage keeps in a store outlives a restart.

import { setImmediate } from 'node:timers/promises';
import type { Broker as Core, Packet, Session } from '01-basic-pubsub';
import { formatFrame, Refusal } from '@workshop/protocol';
import type { Broker, Leaving, RawOptions, Settings, Wire, WireListener } from '../src/page.ts';

/** What a stage's `createBroker` makes, as far as clients need it. */
export interface Running {
  readonly broker: Core;
  readonly door: { receive(session: MemoryWire, message: string | Refusal): void };
}

/** Starts a stage's broker, or starts it again. @param report is called with each error that is the broker's own fault */
export type StartStage = (settings: Settings, report: (error: unknown) => void) => Running;

let ports = 8765;

export class MemoryBroker implements Broker {
  readonly settings: Settings;
  readonly closed = Promise.resolve();
  readonly port = ports++;
  readonly url = `ws://127.0.0.1:${this.port}`;
  stderr = '';
  readonly #start: StartStage;
  readonly #wires = new Set<MemoryWire>();
  #running: Running | undefined;

  constructor(settings: Settings, start: StartStage) {
    this.settings = settings;
    this.#start = start;
  }

  get alive(): boolean {
    return this.#running !== undefined;
  }

  get output(): string {
    return this.stderr;
  }

  get errorLength(): number {
    return this.stderr.length;
  }

  errorsSince(length: number): string {
    return this.stderr.slice(length);
  }

  dial(listener: WireListener): Wire {
    if (!this.#running) throw new Error('nobody dials a broker that does not run');
    const wire = new MemoryWire(this.#running, listener);
    this.#wires.add(wire);
    return wire;
  }

  launch(): void {
    this.stderr = '';
    this.#running = this.#start(this.settings, (error) => (this.stderr += (error as Error).stack));
  }

  async start(): Promise<this> {
    this.launch();
    return this;
  }

  async kill(): Promise<void> {
    this.#running = undefined;
    for (const wire of this.#wires) wire.lose(); // a process that was killed notices nothing
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async stop() {
    await this.kill();
    return { code: 0, signal: null };
  }

  async stopped() {
    return this.alive ? undefined : { code: 0, signal: null };
  }

  clear = this.kill;
  remove = this.kill;

  get process(): never {
    throw new Error('this broker is no process');
  }

  get nats(): never {
    throw new Error('this broker has no NATS server');
  }

  get folder(): never {
    throw new Error('this broker has no files');
  }
}

/** A client's wire and the broker's session in one: what one end sends, the other has. */
class MemoryWire implements Wire, Session {
  readonly #running: Running;
  readonly #listener: WireListener;
  #isOpen = true;

  constructor(running: Running, listener: WireListener) {
    this.#running = running;
    this.#listener = listener;
    listener.opened();
    running.broker.connect(this);
  }

  send(sent: readonly string[] | Packet): void {
    if (!this.#isOpen) return;
    if ('frame' in sent) this.#listener.message(formatFrame(sent.frame), false);
    else for (const text of sent) this.#running.door.receive(this, text);
  }

  sendRaw(_payload: string | Uint8Array, { binary }: RawOptions): void {
    if (!binary) throw new Error('only a broker that reads bytes takes fragments');
    this.#running.door.receive(this, new Refusal('BAD_FRAME', 'this message is binary: send text'));
  }

  sendBytes(): void {
    throw new Error('only a broker that reads bytes takes some');
  }

  ping(): void {
    this.#listener.ponged();
  }

  close(code: number): void {
    this.lose(code);
    this.#running.broker.disconnect(this);
  }

  lose(code = 1006): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listener.closed(code);
  }

  cut(): void {
    this.close(1006);
  }

  leave(how: Leaving): void {
    this.close(how === 'close' ? 1005 : 1006);
  }

  pause(): void {}

  resume(): void {}

  drained(): Promise<void> {
    return setImmediate();
  }
}
