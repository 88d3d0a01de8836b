// What a check has at hand: brokers, clients that talk to them, inputs drawn from the seed, and a transcript of it all.

import type { Broker, CreateBroker, Settings } from './broker.ts';
import { Todo } from './check.ts';
import { Client } from './client.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';
import { type Claims, inSeconds, sign } from './tokens.ts';
import type { Transcript } from './transcript.ts';
import type { WireOptions } from './wire.ts';

const FIRST_STAGE_WITH_USERS = 3;
/** After so many exchanges, even a busy broker has noticed which connections ended before them. */
const TURNS = 3;

export interface ConnectOptions extends WireOptions {
  /** A broker other than the check's own. */
  readonly broker?: Broker | undefined;
}

export interface JoinOptions extends ConnectOptions {
  /** The user to log in as; by default one drawn for this client: for `alice's phone`, an alice. The same user again is another device. */
  readonly user?: string | undefined;
  /** Claims beside `sub` and `exp`. */
  readonly claims?: Claims | undefined;
}

/** Its methods can be destructured: `run({ join, random })`. */
export class Context {
  /** The number of the stage that is graded: that of the check's own suite, or a later one. */
  readonly stage: number;
  readonly random: Random;
  readonly transcript: Transcript;
  /** The `AUTH_SECRET` of all its brokers. */
  readonly secret: string;
  /** Rejects when an exercise answers that it is not written yet. */
  readonly interrupted: Promise<never>;
  /** Whether its brokers share a store (P8-1), for checks that then expect something else. */
  readonly sharesStore: boolean;
  readonly #createBroker: CreateBroker;
  readonly #patience: number;
  readonly #own: Broker | undefined;
  readonly #network: Network | undefined;
  /** How much the brokers that it did not start had printed on standard error before the check. */
  readonly #errorsBefore: ReadonlyMap<Broker, number>;
  readonly #started: Broker[] = [];
  readonly #names = new Map<Broker, string>();
  readonly #clients: Client[] = [];
  #todo: Todo | undefined;
  #isOver = false;
  readonly #atEnd: (() => Promise<void>)[] = [];
  #interrupt: (todo: Todo) => void = () => {};

  constructor(parts: {
    stage: number;
    random: Random;
    transcript: Transcript;
    secret: string;
    createBroker: CreateBroker;
    sharesStore: boolean;
    patience: number;
    broker?: Broker | undefined;
    network?: Network | undefined;
  }) {
    this.stage = parts.stage;
    this.random = parts.random;
    this.transcript = parts.transcript;
    this.secret = parts.secret;
    this.#createBroker = parts.createBroker;
    this.sharesStore = parts.sharesStore;
    this.#patience = parts.patience;
    this.#own = parts.broker;
    this.#network = parts.network;
    const given = [...(parts.broker ? [parts.broker] : []), ...(parts.network?.brokers ?? [])];
    this.#errorsBefore = new Map(given.map((broker) => [broker, broker.errorLength]));
    this.interrupted = new Promise((_resolve, reject) => (this.#interrupt = reject));
    this.interrupted.catch(() => {});
  }

  /** The check's broker: shared with other checks, or its own where it has settings. */
  get broker(): Broker {
    if (!this.#own) throw new Error('this check starts its brokers itself');
    return this.#own;
  }

  /** Linked brokers that it shares with other checks. */
  get network(): Network {
    if (!this.#network) throw new Error('this check shares no network');
    return this.#network;
  }

  /** What its brokers have printed on standard error since the check began. */
  get errors(): string {
    const given = Array.from(this.#errorsBefore, ([broker, length]) => broker.errorsSince(length));
    return [...given, ...this.#started.map((broker) => broker.errorsSince(0))].join('');
  }

  /** A broker that is not started yet, with files of its own. It is removed when the check ends. */
  readonly prepare = (settings: Settings = {}): Broker => {
    if (this.#isOver) throw new Error('this check is over');
    const broker = this.#createBroker({ AUTH_SECRET: this.secret, ...settings }, this.#patience);
    this.#started.push(broker);
    return broker;
  };

  /** Another broker, up and listening. */
  readonly start = async (settings: Settings = {}): Promise<Broker> => {
    const broker = await this.prepare(settings).start();
    const name = this.#nameOf(broker);
    this.transcript.add(name, '·', `starts at ${broker.url}`, name);
    return broker;
  };

  /** A client that is connected, and has sent nothing yet. */
  readonly connect = async (who: string, { broker = this.broker, ...options }: ConnectOptions = {}): Promise<Client> => {
    const client = await Client.open({
      who,
      broker,
      brokerName: this.#nameOf(broker),
      transcript: this.transcript,
      patience: this.#patience,
      draw: () => this.random.word('s'),
      onTodo: (text) => this.#interrupt((this.#todo ??= new Todo(text))),
      ...options,
    });
    this.#clients.push(client);
    if (this.#isOver) client.abandon();
    return client;
  };

  /** The name by which a story calls it throughout: its `BROKER_NAME`, where it was given one. */
  #nameOf(broker: Broker): string {
    const known = this.#names.get(broker);
    if (known !== undefined) return known;
    const wanted = broker.settings['BROKER_NAME'] ?? 'broker';
    const taken = new Set(this.#names.values());
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted} ${n}`;
    this.#names.set(broker, name);
    return name;
  }

  /** A client that can be used: connected and, from stage 03 on, authenticated. */
  readonly join = async (who: string, { user, claims, ...options }: JoinOptions = {}): Promise<Client> => {
    const client = await this.connect(who, options);
    if (this.stage < FIRST_STAGE_WITH_USERS) return client;
    client.user = user ?? this.random.word(/^\w+/.exec(who)?.[0] ?? who);
    client.send(`AUTH:${this.token(client.user, claims)}`);
    await client.gets(`OK:AUTH:${client.user}`, 'a good token was not accepted');
    return client;
  };

  /**
   * A good token. Where its claims limit rights, `settle.#` is allowed as well: on these channels, clients find out whether what they
   * sent has taken effect.
   */
  readonly token = (user: string, { publish, subscribe, ...claims }: Claims = {}): string => {
    const rights = Object.entries({ publish, subscribe }).filter(([, patterns]) => patterns !== undefined);
    const widened = rights.map(([right, patterns]) => [right, Array.isArray(patterns) ? [...patterns, 'settle.#'] : patterns]);
    return sign({ sub: user, exp: inSeconds(3600), ...claims, ...Object.fromEntries(widened) }, this.secret);
  };

  /** Whether the broker has ended the session of one of its clients. */
  get hasLostClients(): boolean {
    return this.#clients.some(({ isCutOff }) => isCutOff);
  }

  /**
   * If sessions of the check have ended, gives its broker a few turns to notice, so that the consequences come now: not after the
   * verdict, and not during the next check.
   * @throws {Todo} when it turned out that an exercise is not written yet
   */
  async settleDown(): Promise<void> {
    const awake = this.#clients.find((client) => client.isOpen && !client.isPaused);
    if (this.#own?.alive && this.#clients.some((client) => !client.isOpen)) {
      const known = this.#todo;
      const witness = awake ?? (await this.connect('grader').catch(() => undefined));
      for (let turn = 0; turn < TURNS && (await witness?.ping());) turn++;
      if (!awake) this.#todo = known; // whether a witness that connects only now sees it is a matter of chance
    }
    if (this.#todo) throw this.#todo;
  }

  /** The check is over, whatever it still does. */
  abandon(): void {
    this.#isOver = true;
    for (const client of this.#clients) client.abandon();
  }

  /** Registers work to do when the check has ended, whichever way, and its brokers are gone. */
  readonly atEnd = (work: () => Promise<void>): void => void this.#atEnd.push(work);

  async end(): Promise<void> {
    await Promise.all(this.#started.map((broker) => broker.remove()));
    await Promise.all(this.#atEnd.map((work) => work()));
  }
}
