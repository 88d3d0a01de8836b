// Clients, and a wire from each to its broker. A frame takes time on a wire and stops halfway, where it can be read. The wires have a clock
// of their own, so pausing, single steps and the speed concern the wires alone: the broker knows nothing about them.

import type { Dial, Line, LineListener } from './line.ts';

/** How long a frame is under way at speed 1, in ms. */
export const HOP_MS = 1600;
/** Where a frame stands still. */
export const HALFWAY = 0.5;
/** The share of its time for which a frame moves before it stands still, and again after that. */
const MOVING = 0.25;
/** Older entries are forgotten. */
const LOG_LENGTH = 300;

export type Direction = 'to-broker' | 'to-client';

/** What is under way on a wire: a frame, or the end of the connection. */
export interface Travelling {
  readonly id: number;
  readonly direction: Direction;
  readonly text: string;
  /** In ms of the wires' clock. */
  elapsed: number;
  readonly arrive: () => void;
}

export interface LogEntry {
  readonly id: number;
  /** Since the wires began, in ms of a wall clock. */
  readonly at: number;
  /** The name of a client, or of whatever an event is about. */
  readonly who: string;
  /** `event` for anything but a frame, such as a connection that closes. */
  readonly kind: Direction | 'event';
  readonly text: string;
}

export interface Client {
  readonly name: string;
  state: 'away' | 'connecting' | 'connected';
  /** Why it is away: the code with which its last connection closed. */
  closeCode: number | undefined;
  isReading: boolean;
  /** The first frame is under way, and the others wait for it. */
  readonly wire: Travelling[];
  readonly got: LogEntry[];
  line: Line | undefined;
}

export class Wires {
  readonly clients = new Map<string, Client>();
  readonly log: LogEntry[] = [];
  speed = 1;
  /** Called after each visible change, except when frames only move. */
  onChange: () => void = () => {};
  /** Called when frames have moved, and nothing else has changed. */
  onMove: () => void = () => {};
  /** Called when a frame has reached the broker, or a client. */
  onArrival: () => void = () => {};
  readonly #now: () => number;
  readonly #began: number;
  readonly #waiting = new Set<() => void>();
  #isPaused = false;
  #ids = 0;

  /** @param now a wall clock, for the log */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#began = now();
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** While the wires are paused, the frames under way stand where they can be read. */
  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
    this.#changed();
  }

  get isIdle(): boolean {
    return [...this.clients.values()].every(({ wire }) => wire.length === 0);
  }

  add(name: string): void {
    this.clients.set(name, { name, state: 'away', closeCode: undefined, isReading: true, wire: [], got: [], line: undefined });
    this.#changed();
  }

  /** @throws {RangeError} for a name that was not added */
  client(name: string): Client {
    const client = this.clients.get(name);
    if (!client) throw new RangeError(`there is no client ${name}: there are ${[...this.clients.keys()].join(', ')}`);
    return client;
  }

  /** Connects a client, which takes no time. A connected one stays connected. */
  connect(name: string, dial: Dial): void {
    const client = this.client(name);
    if (client.state !== 'away') return;
    Object.assign(client, { state: 'connecting', closeCode: undefined, isReading: true });
    // Whatever an earlier connection still says is not for this one.
    const ifMine = (work: () => void) => client.line === line && work();
    const listener: LineListener = {
      opened: () => ifMine(() => this.#opened(client)),
      message: (text) => ifMine(() => this.#put(client, 'to-client', text, () => this.#got(client, text))),
      closed: (code) => ifMine(() => this.#put(client, 'to-client', `(closed, ${code})`, () => this.#away(client, code))),
    };
    const line = dial(listener);
    client.line = line;
    this.#changed();
  }

  /** Frames set out for the broker, one after the other. If the client isn't connected, none does. */
  send(name: string, ...texts: readonly string[]): void {
    const client = this.client(name);
    if (client.state === 'away') return;
    for (const text of texts) {
      this.#put(client, 'to-broker', text, () => {
        this.#log(client.name, 'to-broker', text);
        client.line?.send(text);
      });
    }
  }

  /** `vanish` cuts the wire, with everything that is under way on it; `close` says goodbye after it. */
  leave(name: string, how: 'close' | 'vanish'): void {
    const client = this.client(name);
    const { line } = client;
    if (!line) return;
    if (how === 'close') return this.#put(client, 'to-broker', '(closes)', () => line.close());
    line.vanish?.();
    this.#away(client, undefined);
  }

  read(name: string, isReading: boolean): void {
    const client = this.client(name);
    client.isReading = isReading;
    client.line?.read?.(isReading);
    this.#log(name, 'event', isReading ? '(reads again)' : '(has stopped reading)');
    this.#changed();
  }

  /** Logs what happens to something other than a client, such as a broker. */
  note(who: string, what: string): void {
    this.#log(who, 'event', what);
    this.#changed();
  }

  /** Lets time pass on the wires, in ms of a wall clock, unless they are paused. */
  advance(ms: number): void {
    if (this.#isPaused) return;
    const moving = this.#underWay();
    for (const frame of moving) frame.elapsed += ms * this.speed;
    const arriving = moving.filter(({ elapsed }) => elapsed >= HOP_MS);
    for (const frame of arriving) this.#arrive(frame);
    if (arriving.length > 0) this.#changed();
    else if (moving.length > 0) this.onMove();
  }

  /** Lets the next frame arrive. After that, frames stand still. */
  step(): void {
    this.#isPaused = true;
    const [next] = this.#underWay().toSorted((a, b) => b.elapsed - a.elapsed || a.id - b.id);
    if (next) this.#arrive(next);
    this.#changed();
  }

  /** Resolves when the condition holds: at once, or after a change. @throws the signal's reason */
  async until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (condition()) return;
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Something else has changed that a condition may depend on. */
  wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** Where a frame is: 0 at its sender, 1 at its receiver. */
  placeOf({ elapsed }: Travelling): number {
    const share = elapsed / HOP_MS;
    if (this.#isPaused) return HALFWAY;
    if (share < MOVING) return (share / MOVING) * HALFWAY;
    if (share < 1 - MOVING) return HALFWAY;
    return HALFWAY + ((share - (1 - MOVING)) / MOVING) * HALFWAY;
  }

  #underWay(): Travelling[] {
    return [...this.clients.values()].flatMap(({ wire }) => wire.slice(0, 1));
  }

  #put(client: Client, direction: Direction, text: string, arrive: () => void): void {
    client.wire.push({ id: this.#nextId(), direction, text, elapsed: 0, arrive });
    this.#changed();
  }

  #arrive(frame: Travelling): void {
    for (const { wire } of this.clients.values()) if (wire[0] === frame) wire.shift();
    frame.arrive();
    this.onArrival();
  }

  #opened(client: Client): void {
    client.state = 'connected';
    this.#log(client.name, 'event', '(connected)');
    this.#changed();
  }

  #got(client: Client, text: string): void {
    client.got.push(this.#log(client.name, 'to-client', text));
  }

  #away(client: Client, code: number | undefined): void {
    Object.assign(client, { state: 'away', closeCode: code, line: undefined });
    client.wire.length = 0;
    this.#log(client.name, 'event', code === undefined ? '(vanished)' : `(closed, ${code})`);
    this.#changed();
  }

  #log(who: string, kind: LogEntry['kind'], text: string): LogEntry {
    const entry = { id: this.#nextId(), at: this.#now() - this.#began, who, kind, text };
    this.log.push(entry);
    if (this.log.length > LOG_LENGTH) this.log.shift();
    return entry;
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  #changed(): void {
    this.onChange();
    this.wake();
  }
}
