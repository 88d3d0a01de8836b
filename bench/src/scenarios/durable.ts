// Durable publishes: stage 02 beside better-sqlite3 alone, which commits as many rows at a time as publishes are in flight.

import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AnsweredClient } from '../client.ts';
import { BODY } from '../dialects/dialect.ts';
import { meter } from '../load/meter.ts';
import { type Running, withPeer } from '../peers/peer.ts';
import { stage02 } from '../peers/stages.ts';
import { inFlight } from './fan-out.ts';
import type { Plan, Sample } from './scenario.ts';

export const LOADS = [
  { window: 1, publishes: 5_000 },
  { window: 32, publishes: 50_000 },
];

export const durable: Plan = {
  id: 'durable',
  title: 'Durable publishes',
  what: 'One client publishes, and stage 02 answers once the message is on the disk. Beside it, better-sqlite3 alone writes the same rows, as many in a transaction as there are publishes in flight; and a bare file gets as many bodies at a time, each time with an fsync.',
  trials: (_peers, { share }) =>
    LOADS.map(({ window, publishes }) => ({
      cases: [{ title: inFlight(window), unit: 'answered publishes a second', better: 'more' }],
      contenders: [
        { peer: stage02.id, measure: async () => [await measureDurable(() => stage02.start(), window, publishes * share)] },
        { peer: 'better-sqlite3', measure: async () => [measureAlone(window, publishes * share)] },
        { peer: 'fsync', measure: async () => [measureDisk(window, publishes * share)] },
      ],
    })),
};

/** Publishes answered a second. */
export function measureDurable(start: () => Promise<Running>, window: number, publishes: number): Promise<Sample> {
  return withPeer({ start }, async (broker) => {
    const client = await AnsweredClient.connect(broker.url, 'OK:PUBLISH:');
    await client.ask(`@label=1 PUBLISH:bench:${BODY}`, publishes / 4, window);
    const { seconds, bound } = await meter(broker, () => client.ask(`@label=1 PUBLISH:bench:${BODY}`, publishes, window));
    client.leave();
    return { value: publishes / seconds, bound };
  });
}

/** Rows committed a second: the same columns and durability, and nothing else. */
function measureAlone(window: number, publishes: number): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const database = new Database(join(folder, 'messages.db'));
  try {
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
    return { value: (publishes * 1000) / (performance.now() - began), bound: 'neither' };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bodies on the disk a second: what the disk allows, whatever program writes. */
function measureDisk(window: number, publishes: number): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = openSync(join(folder, 'bodies'), 'w');
  try {
    const bodies = Buffer.from(BODY.repeat(window));
    const began = performance.now();
    for (let done = 0; done < publishes; done += window) {
      writeSync(file, bodies);
      fdatasyncSync(file);
    }
    return { value: (publishes * 1000) / (performance.now() - began), bound: 'neither' };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}
