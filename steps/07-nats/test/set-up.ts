// Brokers in this process, in front of real NATS servers, which end with the test.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@workshop/checks/free-port';
import { FakeClient } from '01-basic-pubsub/test';
import { isWithoutNats, type NatsServer, startNatsServer } from '@workshop/checks/nats-server';
import { describe, expect, onTestFinished } from 'vitest';
import { createBroker } from '../src/broker.ts';

/** On a busy machine, servers and brokers take their time. */
export const LIMIT_MS = 60_000;
export const SOON = { timeout: 20_000, interval: 20 };

export const describeWithNats = describe.skipIf(isWithoutNats());

/** A server of its own. */
export async function startServer(options?: Parameters<typeof startNatsServer>[1]): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const server = await startNatsServer(folder, options);
  onTestFinished(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

/** Three that are one cluster. */
export async function startCluster(): Promise<NatsServer[]> {
  const ports = await Promise.all([1, 2, 3].map(freePort));
  const routes = ports.map((port) => `nats-route://127.0.0.1:${port}`).join(', ');
  return Promise.all(
    ports.map((port, at) =>
      startServer({ configuration: `server_name: n${at}\ncluster { name: workshop, listen: "127.0.0.1:${port}", routes: [ ${routes} ] }` }),
    ),
  );
}

interface Given {
  readonly name?: string;
  readonly replicas?: number;
  readonly retain?: number;
  readonly maxFrame?: number;
  readonly credentialsFile?: string;
}

/** A broker whose tokens are names. */
export function makeBroker(
  { url }: Pick<NatsServer, 'url'>,
  { name = 'broker1', replicas = 1, retain = 1000, maxFrame = 65_536, credentialsFile = '' }: Given = {},
) {
  const lines: string[] = [];
  const reported: unknown[] = [];
  const parts = createBroker({
    url: new URL(url),
    credentialsFile,
    name,
    replicas,
    retain,
    maxFrame,
    pingInterval: 2000,
    presenceInterval: 1000,
    authTimeout: 60_000,
    typingExpiry: 6000,
    verify: async (user) => ({ user, expires: Date.now() + 1e9 }),
    log: (line) => void lines.push(line),
    report: (error) => void reported.push(error),
  });
  onTestFinished(() => parts.broker.close());
  return { ...parts, lines, reported };
}

/** The same, connected to NATS. */
export async function startBroker(...given: Parameters<typeof makeBroker>) {
  const parts = makeBroker(...given);
  await parts.connection.start();
  await expect.poll(() => parts.connection.isUp, SOON).toBe(true);
  const connect = async (user: string, ...commands: string[]) => {
    const client = new FakeClient(parts.broker, parts.dialogue);
    client.say(`AUTH:${user}`, ...commands.map((command) => (command.startsWith('@') ? command : `@label=setup ${command}`)));
    await expect.poll(() => client.frames.filter((frame) => frame.includes('OK:')).length, SOON).toBe(1 + commands.length);
    client.take();
    return client;
  };
  return { ...parts, connect };
}

export const untagged = (frames: readonly string[]) => frames.map((frame) => frame.replace(/^@\S+ /, ''));
export const tag = (frame: string | undefined, key: string) => new RegExp(`[@;]${key}=([^; ]*)`).exec(frame ?? '')?.[1];
/** The bodies of the messages of a channel among what has come. */
export const bodies = (client: FakeClient, channel: string) =>
  untagged(client.frames).flatMap((frame) => (frame.startsWith(`MSG:${channel}:`) ? [frame.slice(`MSG:${channel}:`.length)] : []));
