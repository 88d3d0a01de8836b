// A number of brokers that form a network: those of stage 06 with links, those of stage 07 with a NATS server.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsServer, startNatsServer } from '@workshop/checks/nats-server';
import { MeasuredBroker } from '../broker.ts';
import { cpuOf, memoryOf } from '../proc.ts';

export const STAGES = ['06-federation', '07-nats'] as const;
export type Stage = (typeof STAGES)[number];

export const SECRET = 'the secret of brokers that are measured';
/** Long enough that no ping disturbs a measurement. */
const PING_INTERVAL_MS = String(2 ** 31 - 1);

export class Brokers {
  readonly all: readonly MeasuredBroker[];
  readonly #server: NatsServer | undefined;
  readonly #folder: string;

  private constructor(all: readonly MeasuredBroker[], server: NatsServer | undefined, folder: string) {
    this.all = all;
    this.#server = server;
    this.#folder = folder;
  }

  /** @throws {Error} that says how to get a NATS server, if stage 07 needs one */
  static async start(stage: Stage, count: number): Promise<Brokers> {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    mkdirSync(join(folder, 'nats'));
    const server = stage === '07-nats' ? await startNatsServer(join(folder, 'nats'), { hasGroup: false }) : undefined;
    const all: MeasuredBroker[] = [];
    for (let n = 1; n <= count; n++) {
      const network = server
        ? { NATS_URL: server.url }
        : { DB_FILE: join(folder, `broker${n}.db`), PEERS: all.map(({ url }) => url.href).join(','), PEER_SECRET: SECRET };
      const main = new URL('./main.ts', import.meta.resolve(stage));
      all.push(await MeasuredBroker.start(main, { BROKER_NAME: `broker${n}`, AUTH_SECRET: SECRET, PING_INTERVAL_MS, ...network }));
    }
    return new Brokers(all, server, folder);
  }

  /** The CPU time of each broker so far, in µs. */
  cpu(): Promise<number[]> {
    return Promise.all(this.all.map((broker) => broker.cpu()));
  }

  /** The same for the NATS server; 0 if there is none. */
  get natsCpu(): number {
    return this.#server ? cpuOf(this.#server.process.pid) : 0;
  }

  /** Resident bytes of the NATS server. */
  get natsMemory(): number {
    return this.#server ? memoryOf(this.#server.process.pid) : 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((broker) => broker.stop()));
    await this.#server?.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
