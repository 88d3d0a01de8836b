// Topics: what a publish to ten subscribers costs, with and without 100,000 subscriptions to other channels and patterns.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { MeasuredBroker } from './broker.ts';
import { AnsweredClient } from './client.ts';
import { formatRatios, median, printFigure } from './figures.ts';

const STAGE = new URL('./main.ts', import.meta.resolve('06-federation'));
const SECRET = 'the secret of a broker that is measured';
const SUBSCRIBERS = 10;
const OTHERS = { sessions: 100, each: 1000 };
const PUBLISHES = 5000;
const WINDOW = 32;

async function join06(url: URL, answer: string): Promise<AnsweredClient> {
  const client = await AnsweredClient.connect(url, answer);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  client.send(`AUTH:${token}`);
  return client;
}

/** µs of the broker's CPU for each publish, in one fresh process. */
async function measure(others: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const broker = await MeasuredBroker.start(STAGE, { DB_FILE: join(folder, 'messages.db'), AUTH_SECRET: SECRET });
  const clients: AnsweredClient[] = [];
  const add = async (answer: string) => {
    const client = await join06(broker.url, answer);
    clients.push(client);
    return client;
  };
  try {
    for (let session = 0; session < others; session++) {
      const client = await add('OK:SUBSCRIBE:');
      // Half of them channels, half of them patterns.
      const targets = Array.from({ length: OTHERS.each }, (_, n) => `other.${session}.${n}${n % 2 === 0 ? '' : '.*'}`);
      await client.askAll(targets.map((target) => `@label=1 SUBSCRIBE:${target}`));
    }
    for (let n = 0; n < SUBSCRIBERS; n++) await (await add('OK:SUBSCRIBE:')).askAll(['@label=1 SUBSCRIBE:bench.topic']);
    const publisher = await add('OK:PUBLISH:');
    const command = `@label=1 PUBLISH:bench.topic:${'x'.repeat(64)}`;
    await publisher.ask(command, PUBLISHES / 5, WINDOW);
    const before = await broker.cpu();
    await publisher.ask(command, PUBLISHES, WINDOW);
    return ((await broker.cpu()) - before) / PUBLISHES;
  } finally {
    for (const client of clients) client.leave();
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function topics(rounds: number): Promise<void> {
  const none: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < rounds; round++) {
    none.push(await measure(0));
    many.push(await measure(OTHERS.sessions));
  }
  console.log(`a publish to ${SUBSCRIBERS} subscribers of 06-federation, ${WINDOW} in flight`);
  printFigure('alone', `${median(none).toFixed(1)} µs of CPU a publish`);
  printFigure(`beside ${OTHERS.sessions * OTHERS.each} other subscriptions`, `${median(many).toFixed(1)} µs of CPU a publish`);
  printFigure('beside others / alone', `${formatRatios(many, none)}\n`);
}
