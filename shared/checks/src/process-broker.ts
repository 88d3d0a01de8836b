// A broker that is a process: a command as section 0 of the protocol page describes it, with files of its own.

import { join } from 'node:path';
import { addressOf } from './address.ts';
import type { Broker, Settings } from './broker.ts';
import { Failure } from './check.ts';
import { createFolder, emptyFolder, removeFolder } from './folders.ts';
import { type NatsServer, startNatsServer } from './nats-server.ts';
import { type Command, type Exit, RunningCommand } from './processes.ts';
import { SocketWire } from './socket-wire.ts';
import { ANSWER_LIMIT_MS, withinLimit } from './time.ts';
import { excerpt } from './transcript.ts';
import type { Wire, WireListener, WireOptions } from './wire.ts';

/** A start may take so much longer than an answer, in ms: beside many others on a busy machine, most of a start is waiting for the processor. */
const START_MARGIN_MS = 15_000;

/** The settings of the protocol page: those in the grader's own environment must not reach a broker. */
const KNOWN =
  /^(?:PORT|HOST|MAX_CONNECTIONS|MAX_FRAME_BYTES|MAX_BUFFER_BYTES|PING_INTERVAL_MS|DB_FILE|RETAIN_MESSAGES|AUTH_SECRET|AUTH_TIMEOUT_MS|ALLOWED_ORIGINS|TYPING_EXPIRY_MS|BROKER_NAME|PEERS|PEER_SECRET|NATS_URL|NATS_CREDS|NATS_REPLICAS)$/;

/** What is judged: a command, started once for each broker that a check needs. */
export interface Target {
  readonly command: Command;
  /** The folder that it is started in; by default the grader's. */
  readonly folder?: string | undefined;
  /** Added to the grader's own environment. */
  readonly environment?: Settings | undefined;
  /** Whether it keeps its messages in NATS (P8-1): each broker that is given no `NATS_URL` then gets a server of its own. */
  readonly isOnNats?: boolean | undefined;
}

/** For a broker that is started only to say what is wrong with a setting. */
const NO_NATS_URL = 'nats://127.0.0.1:1';

/** The message of the failure when the system cannot start the command. */
export const NO_COMMAND = 'the command could not be started';

/** How the systems and libraries of many languages say that a port is in use. */
const IN_USE = /EADDRINUSE|(?:address|port) (?:is )?already in use|only one usage of each socket address|taken/i;

export class ProcessBroker implements Broker {
  readonly #target: Target;
  readonly settings: Settings;
  readonly folder: string;
  readonly #startLimit: number;
  #command: RunningCommand | undefined;
  #url = '';
  #nats: NatsServer | undefined;

  /** @param patience how long it has to answer, in ms */
  constructor(target: Target, settings: Settings, patience = ANSWER_LIMIT_MS) {
    this.#startLimit = START_MARGIN_MS + patience;
    this.#target = target;
    this.folder = createFolder('broker-');
    this.settings = { PORT: '0', DB_FILE: join(this.folder, 'messages.db'), ...settings };
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  get process(): RunningCommand {
    if (!this.#command) throw new Error('the broker was not started');
    return this.#command;
  }

  get nats(): NatsServer {
    if (!this.#nats) throw new Error('this broker has no NATS server of its own');
    return this.#nats;
  }

  get alive(): boolean {
    return this.#command !== undefined && this.#command.ended === undefined;
  }

  get closed(): Promise<void> {
    return this.process.closed;
  }

  get stderr(): string {
    return this.process.stderr.text;
  }

  get errorLength(): number {
    return this.#command?.stderr.length ?? 0;
  }

  errorsSince(length: number): string {
    return this.#url === '' ? '' : this.process.stderr.since(length);
  }

  get output(): string {
    return `${this.process.stdout.text}${this.process.stderr.text}`;
  }

  dial(listener: WireListener, options: WireOptions): Wire {
    return new SocketWire(this.#url, listener, options);
  }

  /** It stays when the broker is killed, as a file would. */
  async #startNats(): Promise<void> {
    if (!this.#target.isOnNats || this.settings['NATS_URL'] || this.#nats) return;
    this.#nats = await startNatsServer(this.folder);
  }

  #natsSettings(): Settings {
    return this.#target.isOnNats ? { NATS_URL: this.#nats?.url ?? NO_NATS_URL } : {};
  }

  launch(settings: Settings = {}): RunningCommand {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !KNOWN.test(name)));
    this.#url = '';
    this.#command = new RunningCommand(
      this.#target.command,
      { ...inherited, PYTHONUNBUFFERED: '1', ...this.#target.environment, ...this.#natsSettings(), ...this.settings, ...settings },
      this.#target.folder ?? process.cwd(),
    );
    return this.#command;
  }

  async start(settings: Settings = {}): Promise<this> {
    await this.#startNats();
    const command = this.launch(settings);
    try {
      const url = await addressOf(command, this.#startLimit);
      if (command.ended) throw endedEarly(command, command.ended, settings['PORT'] !== undefined);
      this.#url = url ?? '';
    } catch (error) {
      await command.kill();
      throw error;
    }
    return this;
  }

  async kill(): Promise<void> {
    await this.#command?.kill();
  }

  async restart(): Promise<void> {
    const { port } = this;
    await this.kill();
    await this.start({ PORT: String(port) });
  }

  stop(signal: NodeJS.Signals, limit: number): Promise<Exit | undefined> {
    this.process.signal(signal);
    return this.stopped(limit);
  }

  stopped(limit: number): Promise<Exit | undefined> {
    return withinLimit(this.process.exit, limit);
  }

  async clear(): Promise<void> {
    await this.#nats?.kill();
    this.#nats = undefined;
    await emptyFolder(this.folder);
  }

  async remove(): Promise<void> {
    await this.kill();
    await this.#nats?.kill();
    await removeFolder(this.folder);
  }
}

/** @param isAgain whether it was started again on the port that it had */
function endedEarly(command: RunningCommand, { code, signal, error }: Exit, isAgain: boolean): Failure {
  const said = command.stdout.text ? `it printed: ${excerpt(command.stdout.text)}` : '';
  const how = error
    ? `it could not be started: ${error.message}`
    : [`it ended ${signal ? `by ${signal}` : `with exit code ${code}`}`, said].filter(Boolean).join('; ');
  return new Failure({
    message: error ? NO_COMMAND : 'the broker ended before it accepted connections',
    expected: 'a broker that runs until it is told to end',
    got: how,
    printed: command.stderr.text,
    cause: IN_USE.test(command.stderr.text)
      ? isAgain
        ? 'it was killed and started again on the same port, where the system remembers its old connections for a while: set SO_REUSEADDR before you bind'
        : 'its port is in use: does it read PORT from the environment? The grader gives PORT=0, any free port'
      : undefined,
  });
}
