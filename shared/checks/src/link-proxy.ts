// A stretch of network between two brokers that can break: cut, silent, slow, in one direction or both. It never reads what crosses.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { withinLimit } from './time.ts';

/** A lost link is dialled at least every 2 s (P7-17); the machine may be busy. */
const DIAL_LIMIT_MS = 6000;
/** A connection that has stood for so long, in ms, is a link and was not refused. */
const HANDSHAKE_MS = 1000;

/** As seen from the broker that dials: to the other one, or back. */
export type Direction = 'there' | 'back';

interface Crossing {
  readonly near: Socket;
  readonly far: Socket;
  /** Directions in which everything is swallowed, for as long as the connection lives. */
  readonly silent: Set<Direction>;
}

export class LinkProxy {
  /** Bytes that have crossed, in each direction, since it was opened. */
  readonly bytes = { there: 0, back: 0 };
  readonly #server: Server;
  readonly #crossings = new Set<Crossing>();
  /** The port that connections lead to; 0 where nobody is there. */
  #target = 0;
  #isUp = true;
  /** Directions that are silent in connections made from now on. */
  readonly #silent = new Set<Direction>();
  #delay = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (near) => this.#accept(near));
  }

  static async open(): Promise<LinkProxy> {
    const server = createServer({ allowHalfOpen: false });
    const proxy = new LinkProxy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** Bytes that have crossed, both ways together. */
  get crossed(): number {
    return this.bytes.there + this.bytes.back;
  }

  /** How many connections lead through it. */
  get connections(): number {
    return this.#crossings.size;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The address that the dialling broker is given. */
  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** From now on, connections lead to this port. */
  leadTo(port: number): void {
    this.#target = port;
  }

  /** The link is gone: connections are reset, and new ones too, until it heals. */
  cut(): void {
    this.#isUp = false;
    for (const { near, far } of this.#crossings) for (const socket of [near, far]) socket.resetAndDestroy();
  }

  /** Nothing crosses any more, and no connection is closed, as with a firewall that has lost its table. */
  blackhole(...directions: [Direction, ...Direction[]]): void {
    for (const direction of directions) {
      this.#silent.add(direction);
      for (const { silent } of this.#crossings) silent.add(direction);
    }
  }

  /** From now on, whatever crosses takes so many ms longer, in both directions. */
  delay(ms: number): void {
    this.#delay = ms;
  }

  /** New connections get through again. One that has fallen silent stays so for ever. */
  heal(): void {
    this.#isUp = true;
    this.#silent.clear();
  }

  /** Resolves to `true` when somebody dials, or to `false` when nobody does for a while. */
  async dialled(): Promise<boolean> {
    return (await this.#nextDial()) !== undefined;
  }

  /** The same, but not before whoever has dialled is refused or linked. */
  async answered(): Promise<boolean> {
    const near = await this.#nextDial();
    if (near) await withinLimit(once(near, 'close'), HANDSHAKE_MS);
    return near !== undefined;
  }

  async #nextDial(): Promise<Socket | undefined> {
    const [near]: Socket[] = (await withinLimit(once(this.#server, 'connection'), DIAL_LIMIT_MS)) ?? [];
    return near;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    near.on('error', () => {});
    if (!this.#isUp || this.#target === 0) return void near.resetAndDestroy();
    const far = connect(this.#target, '127.0.0.1');
    far.on('error', () => {});
    const crossing = { near, far, silent: new Set(this.#silent) };
    this.#crossings.add(crossing);
    this.#carry(crossing, near, far, 'there');
    this.#carry(crossing, far, near, 'back');
  }

  #carry(crossing: Crossing, from: Socket, to: Socket, direction: Direction): void {
    const { silent } = crossing;
    const pass = (work: () => void) => {
      const passing = () => silent.has(direction) || work();
      if (this.#delay > 0) setTimeout(passing, this.#delay);
      else passing();
    };
    from.on('data', (chunk) =>
      pass(() => {
        this.bytes[direction] += chunk.length;
        if (!to.write(chunk)) from.pause();
      }),
    );
    to.on('drain', () => from.resume());
    from.on('close', () => {
      // Not even the goodbye gets through a silent link.
      pass(() => void to.destroy());
      if (to.destroyed) this.#crossings.delete(crossing);
    });
  }
}

/** What joins two brokers: a link of their own or, on NATS, one broker's connection to the server. */
export type Link = Omit<LinkProxy, never>;

/** A broker's connection to its server, seen from the server: what the broker receives goes `there`, and what it sends comes `back`. */
export class TurnedLink implements Link {
  readonly #way: LinkProxy;

  constructor(way: LinkProxy) {
    this.#way = way;
  }

  get bytes() {
    const { there, back } = this.#way.bytes;
    return { there: back, back: there };
  }

  get crossed(): number {
    return this.#way.crossed;
  }

  get connections(): number {
    return this.#way.connections;
  }

  get port(): number {
    return this.#way.port;
  }

  get url(): string {
    return this.#way.url;
  }

  /** Changes nothing: it leads to the server, wherever the broker listens. */
  leadTo(): void {}

  cut(): void {
    this.#way.cut();
  }

  blackhole(...directions: [Direction, ...Direction[]]): void {
    for (const direction of directions) this.#way.blackhole(direction === 'there' ? 'back' : 'there');
  }

  delay(ms: number): void {
    this.#way.delay(ms);
  }

  heal(): void {
    this.#way.heal();
  }

  dialled(): Promise<boolean> {
    return this.#way.dialled();
  }

  answered(): Promise<boolean> {
    return this.#way.answered();
  }

  close(): Promise<void> {
    return this.#way.close();
  }
}
