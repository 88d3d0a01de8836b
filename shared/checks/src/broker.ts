// A broker under judgement, as the checks know it: it is started with settings, lets clients in, and can be killed and started again.

import type { NatsServer } from './nats-server.ts';
import type { Exit, RunningCommand } from './processes.ts';
import type { Wire, WireListener, WireOptions } from './wire.ts';

/** By name, as in a program's environment. */
export type Settings = Readonly<Record<string, string>>;

export interface Broker {
  /** The settings that it is started with. */
  readonly settings: Settings;
  /** Such as `ws://127.0.0.1:8765`; may change with every start. Empty until it has come up. */
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
  /** What it has printed on standard error after so many characters; nothing when it has not come up. */
  errorsSince(length: number): string;

  /** Asks for a WebSocket, for a client. */
  dial(listener: WireListener, options: WireOptions): Wire;

  /** Starts it without waiting for anything: it may refuse its settings. */
  launch(settings?: Settings): void;
  /**
   * Starts it, on what it has kept if it ran before; resolves when it accepts connections.
   * @param settings that replace those given at first, such as the port that it had
   * @throws {Failure} when it does not come up; it tells what the broker did instead
   */
  start(settings?: Settings): Promise<this>;
  /** Kills it as a power cut would kill its machine. */
  kill(): Promise<void>;
  /** Kills it and starts it again, with everything that it has kept, on the same port. */
  restart(): Promise<void>;
  /** Asks it to end; resolves to how it did, or to `undefined` when it still runs after `limit` ms. */
  stop(signal: NodeJS.Signals, limit: number): Promise<Exit | undefined>;
  /** Resolves to how it ended, or to `undefined` when it still runs after `limit` ms. */
  stopped(limit: number): Promise<Exit | undefined>;
  /** Removes everything that it has kept. It must not be running. */
  clear(): Promise<void>;
  /** Kills it and removes everything that it has kept. */
  remove(): Promise<void>;

  /** @throws {Error} where it is no process, as in a page */
  readonly process: RunningCommand;
  /** The NATS server of this broker alone. @throws {Error} where it has none */
  readonly nats: NatsServer;
  /** Its own folder, with `DB_FILE` in it. @throws {Error} where it has none, as in a page */
  readonly folder: string;
}

/** Makes a broker that is not started yet. @param patience how long it has to answer, in ms */
export type CreateBroker = (settings: Settings, patience: number) => Broker;
