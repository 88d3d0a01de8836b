// Durable publishes: stage 02 beside better-sqlite3 alone, which commits as many rows at a time as publishes are in flight.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MeasuredBroker } from './broker.ts';
import { AnsweredClient } from './client.ts';
import { formatRatios, median, printFigure } from './figures.ts';

const STAGE = new URL('./main.ts', import.meta.resolve('02-persistence'));
const BODY = 'x'.repeat(64);
export const SCENARIOS = [
  { window: 1, publishes: 5_000 },
  { window: 32, publishes: 50_000 },
];

async function inFolder<T>(work: (file: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await work(join(folder, 'messages.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Publishes answered a second. */
export function measureStage(main: URL, window: number, publishes: number): Promise<number> {
  return inFolder(async (file) => {
    const broker = await MeasuredBroker.start(main, { DB_FILE: file });
    try {
      const client = await AnsweredClient.connect(broker.url, 'OK:PUBLISH:');
      await client.ask(`@label=1 PUBLISH:bench:${BODY}`, publishes / 4, window);
      const began = performance.now();
      await client.ask(`@label=1 PUBLISH:bench:${BODY}`, publishes, window);
      const seconds = (performance.now() - began) / 1000;
      client.leave();
      return publishes / seconds;
    } finally {
      await broker.stop();
    }
  });
}

/** Rows committed a second: the same columns and durability, and nothing else. */
function measureAlone(window: number, publishes: number): Promise<number> {
  return inFolder((file) => {
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec(
      'CREATE TABLE messages (channel TEXT, seq INTEGER, id TEXT, time INTEGER, body TEXT, PRIMARY KEY (channel, seq)) WITHOUT ROWID',
    );
    const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?)');
    let seq = 0;
    const commit = database.transaction((rows: number) => {
      for (let row = 0; row < rows; row++) insert.run('bench', ++seq, `id-${seq}`, Date.now(), BODY);
    });
    for (let done = 0; done < publishes / 4; done += window) commit(window);
    const began = performance.now();
    for (let done = 0; done < publishes; done += window) commit(window);
    const seconds = (performance.now() - began) / 1000;
    database.close();
    return publishes / seconds;
  });
}

export async function durable(rounds: number): Promise<void> {
  for (const { window, publishes } of SCENARIOS) {
    const stage: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < rounds; round++) {
      alone.push(await measureAlone(window, publishes));
      stage.push(await measureStage(STAGE, window, publishes));
    }
    console.log(`durable publishes, ${window} in flight`);
    printFigure('better-sqlite3 alone', `${Math.round(median(alone))} rows a second, ${window} a transaction`);
    printFigure('02-persistence', `${Math.round(median(stage))} answered publishes a second`);
    printFigure('stage / alone', `${formatRatios(stage, alone)}\n`);
  }
}
