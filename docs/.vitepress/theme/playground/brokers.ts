// The brokers of one stage in this page: the stage's own code in a worker, one broker or a network of three.

import { type PageBroker, type Snapshot, StageWorker } from '@workshop/page';
import type { Dial } from './line.ts';
import { SECRET } from './tokens.ts';

const FIRST_PORT = 8765;

export interface Broker {
  readonly name: string;
  /** Nothing while it is killed. */
  page: PageBroker | undefined;
  /** Its tables, as they were when it was last asked. */
  tables: Snapshot | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

export class Brokers {
  readonly all: Broker[];
  readonly cuts = new Set<string>();
  onChange: () => void = () => {};
  /** Called with what is done to a broker or a link. */
  onEvent: (who: string, what: string) => void = () => {};
  readonly #worker: StageWorker;
  #isAsking = false;
  #isAskedAgain = false;

  /** @param onTrouble what went wrong with the code itself: a stack, or what it prints on standard error */
  constructor(
    stage: string,
    names: readonly string[],
    settings: Readonly<Record<string, string>>,
    onTrouble: (text: string, isOver: boolean) => void,
  ) {
    this.#worker = new StageWorker({ stage, onPrint: (text) => onTrouble(text, false), onCrash: (text) => onTrouble(text, true) });
    this.all = names.map((name, at) => {
      const port = FIRST_PORT + at;
      return {
        name,
        port,
        page: undefined,
        tables: undefined,
        settings: { ...settingsOf(stage, names, at), ...settings, PORT: String(port) },
      };
    });
  }

  async startAll(): Promise<void> {
    for (const { name } of this.all) await this.start(name);
  }

  async start(name: string): Promise<void> {
    const broker = this.#broker(name);
    if (broker.page) return;
    broker.page = await this.#worker.start(broker.settings);
    this.onEvent(name, '(started)');
    await this.look();
  }

  /** Kills a broker as SIGKILL does. Its messages are still there when it starts again. */
  kill(name: string): void {
    const broker = this.#broker(name);
    if (!broker.page) return;
    broker.page.kill();
    broker.page = undefined;
    broker.tables = undefined;
    this.onEvent(name, '(killed)');
    this.onChange();
  }

  /** Cuts the link between two brokers: nothing passes any more. */
  cut(a: string, b: string): void {
    const [one, other] = [this.#broker(a).page, this.#broker(b).page];
    if (!one || !other) return;
    this.#worker.cut(one, other);
    this.cuts.add(pair(a, b));
    this.onEvent(`${a} – ${b}`, '(cut)');
    this.onChange();
  }

  /** Mends every link. */
  heal(): void {
    this.#worker.heal();
    this.cuts.clear();
    this.onEvent('all links', '(mended)');
    this.onChange();
  }

  isCut(a: string, b: string): boolean {
    return this.cuts.has(pair(a, b));
  }

  dial(name: string): Dial {
    return (listener) => {
      const { page } = this.#broker(name);
      if (!page) {
        queueMicrotask(() => listener.closed(1006));
        return { send() {}, close() {} };
      }
      const connection = page.connect({
        opened: () => listener.opened(),
        message: (payload) => listener.message(String(payload)),
        pinged: () => connection.pong(),
        closed: (code) => listener.closed(code),
      });
      return {
        id: connection.id,
        send: (text: string) => connection.send(text),
        close: () => connection.close(),
        vanish: () => connection.vanish(),
        read: (isReading: boolean) => (isReading ? connection.resume() : connection.pause()),
      };
    };
  }

  /** Looks at every broker's tables. If it is called again before it is done, it looks once more. */
  async look(): Promise<void> {
    this.#isAskedAgain = this.#isAsking;
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (const broker of this.all) {
      const { page } = broker;
      const tables = await page?.snapshot().catch(() => undefined);
      if (tables && broker.page === page) broker.tables = tables;
    }
    this.#isAsking = false;
    this.onChange();
    if (this.#isAskedAgain) await this.look();
  }

  end(): void {
    this.#worker.end();
  }

  #broker(name: string): Broker {
    const broker = this.all.find((candidate) => candidate.name === name);
    if (!broker) throw new RangeError(`there is no broker ${name}: there are ${this.all.map(({ name }) => name).join(', ')}`);
    return broker;
  }
}

const pair = (a: string, b: string) => [a, b].toSorted().join(' ');

function settingsOf(stage: string, names: readonly string[], at: number): Record<string, string> {
  const auth = stage < '03' ? {} : { AUTH_SECRET: SECRET, AUTH_TIMEOUT_MS: '600000' }; // a reader may pause the wires before the login
  if (names.length === 1) return auth;
  const peers = names.flatMap((_, other) => (other === at ? [] : [`ws://127.0.0.1:${FIRST_PORT + other}`]));
  return { ...auth, BROKER_NAME: names[at] ?? '', PEERS: peers.join(','), PEER_SECRET: SECRET };
}
