// The connection to NATS. If it is lost, attempts go on until it is back, and it is used only when everything that needs it is prepared.

import { type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Refusal } from '@workshop/protocol';
import { isAway } from '#errors';
import { credentialsOf } from './credentials.ts';
import { knock } from './knock.ts';
import { keepErrorListeners } from './late-errors.ts';

/** How long to wait between two attempts, in ms. */
const RETRY_MS = 500;
/** How long a command waits for NATS to come back, in ms; a publish is refused at once. */
const PATIENCE_MS = 3000;
/** How often to ask when there is no answer. */
const ATTEMPTS = 4;
/** How long closing may take, in ms: what has been written is still sent. */
const GOODBYE_MS = 300;
/** How long to wait for an answer from NATS, in ms. */
const TIMEOUT_MS = 1500;

/** NATS, as the features use it. */
export interface Nats {
  readonly core: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
}

export interface ConnectionOptions {
  /** From `NATS_URL`, perhaps with a user and a password, or a token. With `tls:`, a server that doesn't encrypt is told nothing. */
  readonly url: URL;
  /** From `NATS_CREDS`: a file with credentials, in place of those in the URL; empty if there is none. */
  readonly credentialsFile: string;
  readonly name: string;
  /** How often to ping, in ms. A server that hasn't answered a ping by the next one is given up. */
  readonly pingInterval: number;
  log(line: string): void;
}

export class Connection {
  /** Called in this order after each connect, before anybody uses the connection. If one fails, all are called again. */
  readonly onUp: ((nats: Nats) => Promise<void>)[] = [];
  /** Called when the connection can be used again. */
  readonly onReady: (() => void)[] = [];
  readonly onDown: (() => void)[] = [];
  readonly #options: ConnectionOptions;
  #nats: Nats | undefined;
  #isUp = false;
  #isClosed = false;
  #said = '';
  /** Counts the connects, so that work begun for an earlier one ends. */
  #connects = 0;

  constructor(options: ConnectionOptions) {
    keepErrorListeners();
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Resolves after the first attempt, whether or not NATS was there. Further attempts go on by themselves. */
  async start(): Promise<void> {
    if (!(await this.#dial())) void this.#redial();
  }

  /**
   * NATS as it is now.
   * @throws {Refusal} `UNREACHABLE` while it is away
   */
  require(): Nats {
    if (this.#nats && this.#isUp) return this.#nats;
    throw new Refusal('UNREACHABLE', 'the NATS server of this broker is away: try again later');
  }

  /**
   * Resolves while NATS is there; otherwise when it is back.
   * @throws {Refusal} `UNREACHABLE` when it is away for longer than a client should wait
   */
  async ready(): Promise<void> {
    if (this.#isUp) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    this.onReady.push(resolve);
    await promise;
    clearTimeout(timer);
    this.onReady.splice(this.onReady.indexOf(resolve), 1);
    this.require();
  }

  /**
   * Asks NATS something that may be asked again. In a cluster, the question may be lost with a server: a new consumer may even be placed on
   * one that has just died.
   * @throws {Refusal} `UNREACHABLE` when there is no answer
   */
  async ask<T>(question: (nats: Nats) => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      await this.ready();
      try {
        return await question(this.require());
      } catch (error) {
        if (!isAway(error)) throw error;
      }
    }
    throw new Refusal('UNREACHABLE', 'the NATS server of this broker does not answer: try again later');
  }

  /** Says goodbye. Resolves when everything said before has been sent, or can't be. Closing again changes nothing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isUp = false;
    const wait = new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref());
    await Promise.race([this.#nats?.core.close().catch(() => {}), wait]);
  }

  /** @returns whether it is connected */
  async #dial(): Promise<boolean> {
    const { url, credentialsFile, name, pingInterval } = this.#options;
    try {
      await knock(url, TIMEOUT_MS);
      const core = await connect({
        servers: url.host,
        name,
        ...(url.protocol === 'tls:' && { tls: {} }),
        ...credentialsOf(url, credentialsFile, (error) => this.#complain(error)),
        timeout: TIMEOUT_MS,
        pingInterval: pingInterval,
        maxPingOut: 1,
        maxReconnectAttempts: -1,
        reconnectTimeWait: RETRY_MS,
        ignoreAuthErrorAbort: true, // a mended credential needs no restart of the brokers
      });
      const manager = await jetstreamManager(core, { checkAPI: false, timeout: TIMEOUT_MS });
      this.#nats = { core, manager, jetstream: manager.jetstream() };
      void this.#watch(this.#nats);
      await this.#prepare(this.#nats);
      return true;
    } catch (error) {
      this.#complain(error);
      return false;
    }
  }

  async #redial(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    while (!this.#isClosed && !(await this.#dial()));
  }

  /** After every connect, prepares what must be there before the broker may use NATS. JetStream may start a moment after its server. */
  async #prepare(nats: Nats): Promise<void> {
    const connect = (this.#connects += 1);
    if (await this.#attempt(nats, connect)) return;
    void this.#attemptAgain(nats, connect);
  }

  async #attemptAgain(nats: Nats, connect: number): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    while (!(await this.#attempt(nats, connect)));
  }

  /** @returns whether nothing is left to do: the connection is ready, or was lost again, or closed */
  async #attempt(nats: Nats, connect: number): Promise<boolean> {
    const isStale = () => this.#isClosed || connect !== this.#connects;
    try {
      if (isStale()) return true;
      for (const prepare of this.onUp) await prepare(nats);
    } catch (error) {
      this.#complain(error);
      return isStale();
    }
    if (isStale()) return true;
    this.#isUp = true;
    if (this.#said !== '') this.#options.log('NATS is back');
    this.#said = '';
    for (const listener of this.onReady) listener();
    return true;
  }

  async #watch(nats: Nats): Promise<void> {
    for await (const { type, ...more } of nats.core.status()) {
      if (type === 'disconnect') this.#lose();
      if (type === 'error' && 'error' in more) this.#complain(more.error);
      if (type === 'reconnect') void this.#prepare(nats);
    }
  }

  #lose(): void {
    this.#connects += 1;
    if (!this.#isUp) return;
    this.#isUp = false;
    for (const lose of this.onDown) lose();
    if (!this.#isClosed) this.#complain(new Error('the connection is lost'));
  }

  /** Logs one line, and no second one until NATS has been back. */
  #complain(error: unknown): void {
    if (this.#isClosed || this.#said !== '') return;
    this.#said = reasonOf(error);
    this.#options.log(`NATS_URL=${shown(this.#options.url)} cannot be used (${this.#said}): commands are refused until it can`);
  }
}

/** The address for a log, without the credential. */
function shown({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return (cause instanceof Error ? cause : error).message || error.name;
}
