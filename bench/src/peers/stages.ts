// Our stages as peers: each with all that it has, and with a file of its own where it stores messages.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOW_TO_INSTALL, natsServerVersion, startNatsServer } from '@workshop/checks/nats-server';
import { SignJWT } from 'jose';
import { MeasuredBroker } from '../broker.ts';
import { frames, framesWithLogin } from '../dialects/frames.ts';
import { cpuOf, memoryOf } from '../proc.ts';
import { SECRET } from '../network/brokers.ts';
import { NO_PROC } from './command.ts';
import { MAX_CONNECTIONS, type Peer, type Running } from './peer.ts';

const SETTINGS = {
  AUTH_SECRET: SECRET,
  MAX_CONNECTIONS: String(MAX_CONNECTIONS),
  /** As rarely as a timer can: a ping would be counted as a part of a message. */
  PING_INTERVAL_MS: String(2 ** 31 - 1),
};

function token(): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
}

export const stage01: Peer = { id: '01-basic-pubsub', dialect: frames, start: () => startStage(mainOf('01-basic-pubsub')) };
export const stage02: Peer = { id: '02-persistence', dialect: frames, start: () => startStage(mainOf('02-persistence')) };
export const stage06: Peer = { id: '06-federation', dialect: framesWithLogin(login), start: () => startStage(mainOf('06-federation')) };

/** The NATS server that it needs is a part of it: what the server uses is counted too. */
export const stage07: Peer = {
  id: '07-nats',
  dialect: framesWithLogin(login),
  absence: NO_PROC ?? (natsServerVersion() === undefined ? HOW_TO_INSTALL : undefined),
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const server = await startNatsServer(folder, { hasGroup: false });
    const broker = await MeasuredBroker.start(mainOf('07-nats'), { ...SETTINGS, NATS_URL: server.url });
    return {
      url: broker.url,
      cpu: async () => (await broker.cpu()) + cpuOf(server.process.pid),
      memory: async () => (await broker.memory()) + memoryOf(server.process.pid),
      async stop() {
        await broker.stop();
        await server.kill();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** The command that lets a session in. */
export async function login(): Promise<string> {
  return `AUTH:${await token()}`;
}

/** Where the finished stage of this checkout starts. */
export function mainOf(stage: string): URL {
  return new URL('./main.ts', import.meta.resolve(stage));
}

/** A stage of this checkout, or of another, with a file of its own. */
export async function startStage(main: URL, settings: Readonly<Record<string, string>> = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const broker = await MeasuredBroker.start(main, { ...SETTINGS, DB_FILE: join(folder, 'messages.db'), ...settings });
  return {
    url: broker.url,
    cpu: () => broker.cpu(),
    memory: () => broker.memory(),
    async stop() {
      await broker.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
