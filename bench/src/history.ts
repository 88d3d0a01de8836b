// History: what it costs to read 100 messages from a channel of a million, beside one of a thousand.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '02-persistence/sqlite';
import { MeasuredBroker } from './broker.ts';
import { AnsweredClient } from './client.ts';
import { formatRatios, median, printFigure } from './figures.ts';

const STAGE = new URL('./main.ts', import.meta.resolve('02-persistence'));
const SMALL = 1_000;
const LARGE = 1_000_000;
const ASKED = 500;

export async function history(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'messages.db');
    fill(file, 'small', SMALL);
    fill(file, 'large', LARGE);
    const broker = await MeasuredBroker.start(STAGE, { DB_FILE: file, RETAIN_MESSAGES: String(LARGE) });
    const client = await AnsweredClient.connect(broker.url, 'OK:HISTORY:');
    const measure = async (command: string) => {
      const before = await broker.cpu();
      await client.ask(command, ASKED, 1);
      return ((await broker.cpu()) - before) / ASKED;
    };
    const figures: Record<string, number[]> = { small: [], 'large, the newest': [], 'large, from the middle': [] };
    await measure('HISTORY:small:100');
    for (let round = 0; round < rounds; round++) {
      figures['small']?.push(await measure('HISTORY:small:100'));
      figures['large, the newest']?.push(await measure('HISTORY:large:100'));
      figures['large, from the middle']?.push(await measure(`@since=${LARGE / 2} HISTORY:large:100`));
    }
    client.leave();
    await broker.stop();
    console.log(`HISTORY of 100 messages, out of ${SMALL} (small) and ${LARGE} (large)`);
    for (const [name, values] of Object.entries(figures)) printFigure(name, `${median(values).toFixed(0)} µs of CPU each`);
    const { small = [] } = figures;
    printFigure('large, the newest / small', formatRatios(figures['large, the newest'] ?? [], small));
    printFigure('large, from the middle / small', `${formatRatios(figures['large, from the middle'] ?? [], small)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(file: string, channel: string, messages: number): void {
  const store = openSqliteStore(file);
  const body = 'x'.repeat(64);
  for (let done = 0; done < messages; done += 10_000)
    store.transaction(() => {
      for (let n = done; n < Math.min(done + 10_000, messages); n++) store.append(channel, { id: `fill.${n}`, time: Date.now(), body });
    });
  store.close();
}
