// Several brokers of this stage in one process, over memory, with a clock and an order of events that the test chooses.

import { FakeClient } from '01-basic-pubsub/test';
import type { MessageStore } from '02-persistence';
import { MemoryStore } from '02-persistence';
import { vi } from 'vitest';
import { createBroker, MemoryNetwork, type Seal } from '../src/broker.ts';
import type { Connection } from '../src/links/network.ts';
import { randomToken } from '../src/links/nonces.ts';
import { Proofs } from '../src/links/proofs.ts';

/** Lets what was promised happen. */
const settleMicrotasks = () => new Promise((resolve) => setImmediate(resolve));

const SECRET = 'sesame';

/** As good as a signature where nobody cheats, and without waiting for a thread. */
const sealOf = (secret: string): Seal => ({
  close: async (claims) => `${secret} ${JSON.stringify(claims)}`,
  open: async (text) => (text.startsWith(`${secret} `) ? JSON.parse(text.slice(secret.length + 1)) : undefined),
});

export interface Member {
  readonly name: string;
  readonly store: MessageStore;
  parts: ReturnType<typeof createBroker>;
}

interface MemberOptions {
  readonly peers?: readonly string[];
  readonly secret?: string;
  readonly address?: string;
  readonly store?: MessageStore;
  readonly maxWaiting?: number;
  readonly retain?: number;
}

export class TestNetwork {
  readonly ways = new MemoryNetwork((work, way) => void this.#works.push({ work, way }));
  readonly log: string[] = [];
  readonly failures: unknown[] = [];
  #works: { work: () => void; way: string }[] = [];
  readonly #members = new Map<string, { member: Member; options: MemberOptions }>();

  /** Stops the clock; call it before each test, and `vi.useRealTimers` after. */
  constructor() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  }

  /** Starts a broker; its address is its name, where no other is given. */
  start(name: string, options: MemberOptions = {}): Member {
    const { store = new MemoryStore() } = options;
    const member: Member = { name, store, parts: this.#run(name, options, store) };
    this.#members.set(options.address ?? name, { member, options });
    return member;
  }

  /** Ends a broker as SIGKILL does, and starts it again with the same store. Its clients are gone. */
  restart(address: string, isNoticed = true): Member {
    const found = this.#members.get(address);
    if (!found) throw new Error(`there is no broker at ${address}`);
    this.ways.kill(address, isNoticed);
    this.#works = this.#works.filter(({ way }) => way !== address);
    found.member.parts = this.#run(found.member.name, found.options, found.member.store);
    return found.member;
  }

  #run(name: string, options: MemberOptions, store: MessageStore): Member['parts'] {
    const { peers = [], secret = SECRET, address = name, maxWaiting = 1000, retain = 10_000 } = options;
    const parts = createBroker({
      name,
      store,
      maxWaiting,
      retain,
      authTimeout: 1e6,
      typingExpiry: 6000,
      verify: async (user) => ({ user, expires: Date.now() + 1e9 }),
      links: { network: this.ways.at(address), addresses: peers, seal: sealOf(secret) },
      later: (work) => void this.#works.push({ work, way: address }),
      log: (line) => void this.log.push(`${address}: ${line}`),
      report: (error) => void this.failures.push(error),
    });
    parts.federation?.dial();
    return parts;
  }

  /** A client of a user, logged in and tagged. */
  async join({ parts: { broker, dialogue } }: Member, user: string): Promise<FakeClient> {
    const client = new FakeClient(broker, dialogue);
    client.say(`@label=in AUTH:${user}`);
    await settleMicrotasks();
    client.take();
    return client;
  }

  /** A peer of which the test says every word: linked with the broker at an address. */
  async pose(name: string, address: string, { store = 'aaaaaaaaaaaaaaaa', received = 0 } = {}): Promise<FakePeer> {
    const way = this.ways.at(name);
    const { signal } = new AbortController();
    const proofs = new Proofs({ name, store, run: randomToken() }, sealOf(SECRET));
    const dial = async () => {
      const { nonce = '' } = await way.dial(address, undefined, signal);
      const { connection } = await way.dial(address, await proofs.introduce(nonce, { id: randomToken(), lost: [] }), signal);
      if (!connection) throw new Error('the broker did not admit this peer');
      return new FakePeer(connection, received);
    };
    const dialled = dial();
    await this.run(50);
    return await dialled;
  }

  get isIdle(): boolean {
    return this.#works.length === 0;
  }

  /** Does the first work of one of the ways. @param choose from how many ways; by default, the oldest work of all */
  async step(choose: (ways: number) => number = () => 0): Promise<void> {
    const ways = [...new Set(this.#works.map(({ way }) => way))];
    const way = ways[choose(ways.length)];
    const at = this.#works.findIndex((work) => work.way === way);
    const [next] = at < 0 ? [] : this.#works.splice(at, 1);
    next?.work();
    await settleMicrotasks();
  }

  /** Lets all happen that comes about within some time, in ms. */
  async run(ms = 100, choose?: (ways: number) => number): Promise<void> {
    for (let passed = 0; passed <= ms; passed += 50) {
      while (!this.isIdle) await this.step(choose);
      vi.advanceTimersByTime(50);
      await settleMicrotasks();
    }
  }
}

export class FakePeer {
  readonly #connection: Connection;
  /** What it was told since it was asked last, as text. */
  readonly #frames: string[] = [];
  isLinked = true;

  constructor(connection: Connection, received: number) {
    this.#connection = connection;
    connection.listen({
      receive: (text) => void this.#frames.push(text),
      closed: () => void (this.isLinked = false),
    });
    this.say(`READY:${received}`);
  }

  say(...texts: string[]): void {
    for (const text of texts) this.#connection.send(text);
  }

  /** A message of a user of this peer. */
  bring(number: number, target: string, body: string, from = 'zoe', time = Date.now()): void {
    this.say(`@number=${number};id=i${number};from=${from};time=${time} MSG:${target}:${body}`);
  }

  take(): string[] {
    return this.#frames.splice(0);
  }
}
