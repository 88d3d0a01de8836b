// Logs that are there before a broker starts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '02-persistence/sqlite';
import { BODY } from '../dialects/dialect.ts';

const IN_TRANSACTION = 10_000;

/** @param lengths how many messages each channel has @param work gets the file with these logs, which it may change */
export async function withLogs<T>(lengths: Readonly<Record<string, number>>, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'messages.db');
    const store = openSqliteStore(file);
    for (const [channel, length] of Object.entries(lengths))
      for (let done = 0; done < length; done += IN_TRANSACTION)
        store.transaction(() => {
          for (let n = done; n < Math.min(done + IN_TRANSACTION, length); n++)
            store.append(channel, { id: `fill.${n}`, time: Date.now(), body: BODY });
        });
    store.close();
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
