// A broker of a page that is being judged. Its worker takes the place of a process: a mistake that ends it ends no other broker.

import { type Broker, Failure, type Settings, type Wire, type WireListener, type WireOptions, withinLimit } from '@workshop/checks/page';
import { type Connection, type PageBroker, type StageOptions, StageWorker } from '../stage.ts';

/** Many brokers are judged at once, and each waits for the others: only after this many ms does one count as hanging. */
const TURN_LIMIT_MS = 20_000;

/** How a process ends when it is killed, and when an error ends it. */
const KILLED = { code: null, signal: 'SIGKILL' } as const;
const CRASHED = { code: 1, signal: null } as const;
type Exit = typeof KILLED | typeof CRASHED;

export class JudgedBroker implements Broker {
  readonly settings: Settings;
  stderr = '';
  readonly #stage: Pick<StageOptions, 'stage' | 'own'>;
  #worker: StageWorker | undefined;
  #broker: PageBroker | undefined;
  #ended = Promise.withResolvers<Exit>();
  #exit: Exit | undefined;
  /** Settles when a start that nobody awaits has succeeded or failed. */
  #starting: Promise<unknown> | undefined;
  #isRemoved = false;

  constructor(stage: Pick<StageOptions, 'stage' | 'own'>, settings: Settings) {
    this.#stage = stage;
    this.settings = settings;
  }

  get url(): string {
    return this.#broker?.url ?? '';
  }

  get port(): number {
    return this.#broker?.port ?? 0;
  }

  get alive(): boolean {
    return this.#broker !== undefined && this.#exit === undefined;
  }

  get closed(): Promise<void> {
    return this.#ended.promise.then(() => {});
  }

  get output(): string {
    return this.stderr;
  }

  get errorLength(): number {
    return this.stderr.length;
  }

  errorsSince(length: number): string {
    return this.#broker ? this.stderr.slice(length) : '';
  }

  dial(listener: WireListener, options: WireOptions): Wire {
    if (!this.#broker) throw new Error('nobody dials a broker that was not started');
    return new PageWire(this.#broker, listener, options);
  }

  launch(settings: Settings = {}): void {
    this.#starting = this.start(settings).catch(() => {}); // the way it ended tells the reason
  }

  async start(settings: Settings = {}): Promise<this> {
    if (this.#isRemoved) throw new Error('this broker was removed');
    this.stderr = '';
    this.#exit = undefined;
    this.#ended = Promise.withResolvers();
    this.#worker ??= new StageWorker({
      ...this.#stage,
      turnLimit: TURN_LIMIT_MS,
      onPrint: (text) => (this.stderr += `${text}\n`),
      onCrash: (error) => {
        this.stderr += `${error}\n`;
        this.#end(CRASHED);
      },
    });
    try {
      this.#broker = await this.#worker.start({ ...this.settings, ...settings });
      return this;
    } catch (error) {
      if (this.stderr === '') this.stderr = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#end(CRASHED);
      throw new Failure({
        message: 'the broker ended before it accepted connections',
        expected: 'a broker that runs until it is told to end',
        got: 'it ended with exit code 1',
        printed: this.stderr,
      });
    }
  }

  async kill(): Promise<void> {
    this.#broker?.kill();
    this.#end(KILLED);
  }

  async restart(): Promise<void> {
    const { port } = this;
    await this.kill();
    await this.start({ PORT: String(port) });
  }

  async stop(): Promise<Exit> {
    await this.kill();
    return this.#ended.promise;
  }

  async stopped(limit: number): Promise<Exit | undefined> {
    await this.#starting; // the time for loading its code does not count
    return withinLimit<Exit>(this.#ended.promise, limit);
  }

  /** Its worker has all that it kept. */
  async clear(): Promise<void> {
    await this.kill();
    this.#worker?.end();
    this.#worker = undefined;
  }

  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.clear();
  }

  get process(): never {
    throw new Error('this broker is no process');
  }

  get nats(): never {
    throw new Error('there is no NATS server in a page');
  }

  get folder(): never {
    throw new Error('this broker has no files');
  }

  #end(exit: Exit): void {
    if (this.#exit) return;
    this.#exit = exit;
    this.#ended.resolve(exit);
  }
}

class PageWire implements Wire {
  readonly #connection: Connection;

  constructor(broker: PageBroker, listener: WireListener, { headers, autoPong = true }: WireOptions) {
    this.#connection = broker.connect(
      {
        opened: () => listener.opened(),
        message: (payload) =>
          listener.message(typeof payload === 'string' ? payload : new TextDecoder().decode(payload), typeof payload !== 'string'),
        pinged: () => {
          listener.pinged();
          if (autoPong) this.#connection.pong();
        },
        ponged: () => listener.ponged(),
        refused: (status) => listener.refused(status),
        closed: (code) => listener.closed(code),
      },
      headers,
    );
  }

  send(texts: readonly string[]): void {
    this.#connection.send(...texts);
  }

  sendRaw(payload: string | Uint8Array): void {
    this.#connection.send(payload);
  }

  sendBytes(): void {
    throw new Error('no page sends bytes past a WebSocket');
  }

  ping(): void {
    this.#connection.ping();
  }

  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  leave(how: 'close' | 'end' | 'reset'): void {
    if (how === 'close') this.#connection.close();
    else this.#connection.vanish();
  }
}
