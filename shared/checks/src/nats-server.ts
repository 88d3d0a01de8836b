// A NATS server with JetStream for brokers of stage 07, from the nats-server that this machine has. It can be killed and started again.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const COMMAND = 'nats-server';
/** How long a server has to start, in ms. */
const START_MS = 15_000;
/** From this version on, a server can be told to write what it acknowledges to the disk first. */
const FIRST_WITH_SYNC = [2, 10];

/** How to get one, in a line. */
export const HOW_TO_INSTALL =
  'nats-server is not in PATH: install it (Debian and Ubuntu: apt install nats-server; macOS: brew install nats-server; ' +
  'Windows: winget install NATSAuthors.NATSServer), or run docker run -p 4222:4222 nats -js and set NATS_URL=nats://127.0.0.1:4222';

let version: string | undefined;

/** The version of this machine's nats-server, such as `2.10.7`; undefined where there is none. */
export function natsServerVersion(): string | undefined {
  version ??= /v(\d+\.\d+\.\d+)/.exec(spawnSync(COMMAND, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
  return version;
}

export interface NatsServerOptions {
  /** The folder of its files. It is there. */
  readonly folder: string;
  /** Of its own lines in the configuration, such as those of a cluster, or of users. */
  readonly configuration?: string;
  /** 0, which is any free one, by default. */
  readonly port?: number;
}

export class NatsServer {
  readonly #folder: string;
  #configuration: string;
  #port: number;
  #child: ChildProcess | undefined;

  constructor({ folder, configuration = '', port = 0 }: NatsServerOptions) {
    this.#folder = folder;
    this.#configuration = configuration;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /**
   * Starts it, on the files and the port that it had before; resolves when it lets clients in.
   * @throws {Error} when it does not come up, with what it said
   */
  async start(configuration = this.#configuration): Promise<this> {
    this.#configuration = configuration;
    const file = join(this.#folder, 'nats.conf');
    writeFileSync(file, this.#formatConfiguration());
    const child = spawn(COMMAND, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    const said: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nats-server did not come up: ${said.join('\n')}`)), START_MS);
      createInterface({ input: child.stderr }).on('line', (line) => {
        said.push(line);
        const [, port] = /Listening for client connections on [^ ]*:(\d+)/.exec(line) ?? [];
        if (port !== undefined) this.#port = Number(port);
        if (line.includes('Server is ready')) {
          clearTimeout(timer);
          resolve();
        }
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`nats-server ended: ${said.join('\n')}`)));
    });
    await ready;
    return this;
  }

  /** Kills it as a power cut would kill its machine, but for what the system still has to write. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  #formatConfiguration(): string {
    const [major = 0, minor = 0] = natsServerVersion()?.split('.').map(Number) ?? [];
    const [firstMajor = 0, firstMinor = 0] = FIRST_WITH_SYNC;
    const canSync = major > firstMajor || (major === firstMajor && minor >= firstMinor);
    // Without this, what was acknowledged in the last two minutes is lost with the power.
    const sync = canSync ? 'sync_interval: always' : '';
    return [
      `host: 127.0.0.1`,
      `port: ${this.#port === 0 ? -1 : this.#port}`,
      `jetstream { store_dir: ${JSON.stringify(join(this.#folder, 'jetstream'))} ${sync} }`,
      this.#configuration,
      '',
    ].join('\n');
  }
}
