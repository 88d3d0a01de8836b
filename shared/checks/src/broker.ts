// A broker under judgement: a command by the protocol page's section 0, with files of its own, that can be killed and started again.

import { join } from 'node:path';
import { addressOf } from './address.ts';
import { Failure } from './check.ts';
import { ANSWER_LIMIT_MS, withinLimit } from './client.ts';
import { createFolder, emptyFolder, removeFolder } from './folders.ts';
import { type NatsServer, startNatsServer } from './nats-server.ts';
import { type Command, type Exit, RunningCommand } from './processes.ts';
import { excerpt } from './transcript.ts';

/** A start may take so much longer than an answer, in ms. */
const START_MARGIN_MS = 5000;

/** Settings that the protocol page knows: what stands in the grader's own environment must not reach a broker. */
const SETTINGS =
  /^(?:PORT|HOST|MAX_CONNECTIONS|MAX_FRAME_BYTES|MAX_BUFFER_BYTES|PING_INTERVAL_MS|DB_FILE|RETAIN_MESSAGES|AUTH_SECRET|AUTH_TIMEOUT_MS|ALLOWED_ORIGINS|TYPING_EXPIRY_MS|BROKER_NAME|PEERS|PEER_SECRET|NATS_URL|NATS_CREDS|NATS_REPLICAS)$/;

/** What is judged: a command, started once for each broker that a check needs. */
export interface Target {
  readonly command: Command;
  /** The folder in which it is started; by default that of the grader. */
  readonly folder?: string | undefined;
  /** Beside the grader's own environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Whether it keeps its messages in NATS (P8-1): each broker that is given no `NATS_URL` then has a server of its own. */
  readonly isOnNats?: boolean | undefined;
}

/** For a broker that is only to say what is wrong with a setting. */
const NO_NATS_URL = 'nats://127.0.0.1:1';

/** Of the failure of a command that the system cannot start. */
export const NO_COMMAND = 'the command could not be started';

/** How the systems and libraries of many languages say that a port is in use. */
const IN_USE = /EADDRINUSE|(?:address|port) (?:is )?already in use|only one usage of each socket address|taken/i;

export class Broker {
  readonly #target: Target;
  readonly settings: Readonly<Record<string, string>>;
  /** Of its own, with `DB_FILE` in it; removed with the broker. */
  readonly folder: string;
  readonly #startLimit: number;
  #command: RunningCommand | undefined;
  #url = '';
  #nats: NatsServer | undefined;

  /** @param patience how long it has for an answer, in ms */
  constructor(target: Target, settings: Readonly<Record<string, string>>, patience = ANSWER_LIMIT_MS) {
    this.#startLimit = START_MARGIN_MS + patience;
    this.#target = target;
    this.folder = createFolder('broker-');
    this.settings = { PORT: '0', DB_FILE: join(this.folder, 'messages.db'), ...settings };
  }

  /** Such as `ws://127.0.0.1:8765`; changes with every start on port 0. Empty while it has not come up. */
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

  /** The NATS server of this broker alone. */
  get nats(): NatsServer {
    if (!this.#nats) throw new Error('this broker has no NATS server of its own');
    return this.#nats;
  }

  /** Whether it has been started and has not ended. */
  get alive(): boolean {
    return this.#command !== undefined && this.#command.ended === undefined;
  }

  /** How much it has printed on standard error since its last start. */
  get errorLength(): number {
    return this.#command?.stderr.length ?? 0;
  }

  /** What it has printed on standard error beyond that; nothing when it has not come up. */
  errorsSince(length: number): string {
    return this.#url === '' ? '' : this.process.stderr.since(length);
  }

  /** All that it has printed since its last start: standard output, then standard error. */
  get output(): string {
    return `${this.process.stdout.text}${this.process.stderr.text}`;
  }

  /** The NATS server of this broker alone. It stays when the broker is killed, as a file does. */
  async #startNats(): Promise<void> {
    if (!this.#target.isOnNats || this.settings['NATS_URL'] || this.#nats) return;
    this.#nats = await startNatsServer(this.folder);
  }

  #natsSettings(): Record<string, string> {
    return this.#target.isOnNats ? { NATS_URL: this.#nats?.url ?? NO_NATS_URL } : {};
  }

  /** Starts the command without waiting for anything. */
  launch(settings: Readonly<Record<string, string>> = {}): RunningCommand {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.test(name)));
    this.#url = '';
    this.#command = new RunningCommand(
      this.#target.command,
      { ...inherited, PYTHONUNBUFFERED: '1', ...this.#target.environment, ...this.#natsSettings(), ...this.settings, ...settings },
      this.#target.folder ?? process.cwd(),
    );
    return this.#command;
  }

  /**
   * Starts it, again on the same files where it ran before; resolves when it lets connections in.
   * @param settings that differ from those given at first, such as the port that it had
   * @throws {Failure} when it does not come up, as what it did instead
   */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<this> {
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

  /** Kills it as a power cut would kill its machine: SIGKILL, to all of its group. */
  async kill(): Promise<void> {
    await this.#command?.kill();
  }

  /** Kills it and starts it again on the same files and the same port. */
  async restart(): Promise<void> {
    const { port } = this;
    await this.kill();
    await this.start({ PORT: String(port) });
  }

  /** Asks it to end; resolves to how it did, or to `undefined` when it still runs after `limit` ms. */
  stop(signal: NodeJS.Signals, limit: number): Promise<Exit | undefined> {
    this.process.signal(signal);
    return this.stopped(limit);
  }

  /** Resolves to how it ended, or to `undefined` when it still runs after `limit` ms. */
  stopped(limit: number): Promise<Exit | undefined> {
    return withinLimit(this.process.exit, limit);
  }

  /** Kills it and removes what it has stored: when it is started again, it begins anew. */
  async clear(): Promise<void> {
    await this.kill();
    await this.#nats?.kill();
    this.#nats = undefined;
    await emptyFolder(this.folder);
  }

  /** Kills it and removes its files. */
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
        ? 'it was killed, and started again on the same port, where its old connections are still known for a while: set SO_REUSEADDR before you bind'
        : 'its port is in use: does it read PORT from the environment? The grader gives PORT=0, any free port'
      : undefined,
  });
}
