// A broker under judgement, as the checks know it: it is started with settings, lets clients in, and can be killed and started again.

import type { NatsServer } from './nats-server.ts';
import type { Exit, RunningCommand } from './processes.ts';
import type { Wire, WireListener, WireOptions } from './wire.ts';

/** By their names, as a program has them in its environment. */
export type Settings = Readonly<Record<string, string>>;

export interface Broker {
  /** With which it is started. */
  readonly settings: Settings;
  /** Such as `ws://127.0.0.1:8765`; may change with every start. Empty while it has not come up. */
  readonly url: string;
  readonly port: number;
  /** Whether it has been started and has not ended. */
  readonly alive: boolean;
  /** Resolves when it has ended and all that it printed has been read. */
  readonly closed: Promise<void>;
  /** What it has printed on standard error since its last start. */
  readonly stderr: string;
  /** All that it has printed since its last start: standard output, then standard error. */
  readonly output: string;
  /** How much it has printed on standard error since its last start, in characters. */
  readonly errorLength: number;
  /** What it has printed on standard error beyond that; nothing when it has not come up. */
  errorsSince(length: number): string;

  /** A client asks for a WebSocket. */
  dial(listener: WireListener, options: WireOptions): Wire;

  /** Starts it without waiting for anything: it may refuse its settings. */
  launch(settings?: Settings): void;
  /**
   * Starts it, again on what it kept where it ran before; resolves when it lets connections in.
   * @param settings that differ from those given at first, such as the port that it had
   * @throws {Failure} when it does not come up, as what it did instead
   */
  start(settings?: Settings): Promise<this>;
  /** Kills it as a power cut would kill its machine. */
  kill(): Promise<void>;
  /** Kills it and starts it again, with all that it kept, on the same port. */
  restart(): Promise<void>;
  /** Asks it to end; resolves to how it did, or to `undefined` when it still runs after `limit` ms. */
  stop(signal: NodeJS.Signals, limit: number): Promise<Exit | undefined>;
  /** Resolves to how it ended, or to `undefined` when it still runs after `limit` ms. */
  stopped(limit: number): Promise<Exit | undefined>;
  /** Removes all that it has kept. It must not run. */
  clear(): Promise<void>;
  /** Kills it and removes all that it has kept. */
  remove(): Promise<void>;

  /** @throws {Error} where it is no process, as in a page */
  readonly process: RunningCommand;
  /** The NATS server of this broker alone. @throws {Error} where it has none */
  readonly nats: NatsServer;
  /** The folder of its own, with `DB_FILE` in it. @throws {Error} where it has none, as in a page */
  readonly folder: string;
}

/** Makes a broker that was not started. @param patience how long it has for an answer, in ms */
export type CreateBroker = (settings: Settings, patience: number) => Broker;
