// A NATS server with JetStream for brokers of stage 07: the machine's own nats-server, which can be killed and started again.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningCommand } from './processes.ts';
import { withinLimit } from './time.ts';

/** The second is where Debian installs it, in a folder that only root has in PATH. */
const COMMANDS = ['nats-server', '/usr/sbin/nats-server'];
/** How long a server has to start, in ms. */
const START_MS = 15_000;

/** From this stage on, brokers keep their messages in NATS. */
export const FIRST_STAGE_ON_NATS = 7;

/** How to get a server, in one line. */
export const HOW_TO_INSTALL =
  'nats-server is not in PATH: install it (Debian and Ubuntu: apt install nats-server; macOS: brew install nats-server; ' +
  'Windows: winget install NATSAuthors.NATSServer), or run docker run -p 4222:4222 nats -js and set NATS_URL=nats://127.0.0.1:4222';

let found: { readonly command: string; readonly version: string } | undefined;

/** The version of this machine's nats-server, such as `2.10.7`; undefined where there is none. */
export function natsServerVersion(): string | undefined {
  for (const command of found ? [] : COMMANDS) {
    const [, version] = /v(\d+\.\d+\.\d+)/.exec(spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout ?? '') ?? [];
    if (version !== undefined) found ??= { command, version };
  }
  return found?.version;
}

/** Whether this machine's server can be told to sync to the disk before it acknowledges: from 2.10 on. */
export function canSync(): boolean {
  const [major = 0, minor = 0] = natsServerVersion()?.split('.').map(Number) ?? [];
  return major > 2 || (major === 2 && minor >= 10);
}

/** Whether tests that need a server are skipped, and listed as such: never where CI says that there must be one. */
export function isWithoutNats(): boolean {
  return natsServerVersion() === undefined && process.env['NATS_REQUIRED'] !== 'true';
}

export interface NatsServerOptions {
  /** The folder for its files. It must exist. */
  readonly folder: string;
  /** More lines for its configuration, such as those of a cluster, or of users. */
  readonly configuration?: string;
  /** Whether it has a process group of its own, which is the default. In this process's group, closing the terminal would end it too. */
  readonly hasGroup?: boolean;
  /** How much JetStream may store; as much as it likes by default. */
  readonly fileBytes?: number;
  /** By default 0, which is any free one. */
  readonly port?: number;
}

export class NatsServer {
  /** The folder of its files; JetStream's are in `jetstream`. */
  readonly folder: string;
  readonly #configuration: string;
  readonly #limit: string;
  readonly #hasGroup: boolean;
  #port: number;
  #command: RunningCommand | undefined;

  constructor({ folder, configuration = '', port = 0, fileBytes, hasGroup = true }: NatsServerOptions) {
    this.#hasGroup = hasGroup;
    this.#limit = fileBytes === undefined ? '' : `, max_file_store: ${fileBytes}`;
    this.folder = folder;
    this.#configuration = configuration;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  get process(): RunningCommand {
    if (!this.#command) throw new Error('the server was not started');
    return this.#command;
  }

  /**
   * Starts it, on the files and the port that it had before; resolves when it lets clients in.
   * @throws {Error} when it does not come up, with what it said
   */
  async start(): Promise<this> {
    const file = join(this.folder, 'nats.conf');
    writeFileSync(file, this.#formatConfiguration());
    const command = (this.#command = new RunningCommand(
      [found?.command ?? 'nats-server', '-c', file],
      process.env,
      this.folder,
      this.#hasGroup,
    ));
    const ready = new Promise<void>((resolve) => {
      const stop = command.stderr.watch(() => {
        if (!command.stderr.text.includes('Server is ready')) return;
        stop();
        resolve();
      });
    });
    await withinLimit(Promise.race([ready, command.exit]), START_MS);
    const [, port] = /Listening for client connections on [^ ]*:(\d+)/.exec(command.stderr.text) ?? [];
    if (port === undefined || command.ended) throw new Error(`nats-server did not come up: ${command.said}`);
    this.#port = Number(port);
    return this;
  }

  /** Kills it as a power cut would kill its machine, except that the system still writes what it has taken. */
  async kill(): Promise<void> {
    await this.#command?.kill();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  #formatConfiguration(): string {
    // Without this, a power cut loses what was acknowledged in the last two minutes.
    const sync = canSync() ? ', sync_interval: always' : '';
    return [
      `host: 127.0.0.1`,
      `port: ${this.#port === 0 ? -1 : this.#port}`,
      `jetstream { store_dir: ${JSON.stringify(join(this.folder, 'jetstream'))}${sync}${this.#limit} }`,
      this.#configuration,
      '',
    ].join('\n');
  }
}

/** A server with its files in a folder. @throws {Error} with the way to get a server, where this machine has none */
export function startNatsServer(folder: string, options: Omit<NatsServerOptions, 'folder'> = {}): Promise<NatsServer> {
  if (natsServerVersion() === undefined) throw new Error(HOW_TO_INSTALL);
  return new NatsServer({ folder, ...options }).start();
}
