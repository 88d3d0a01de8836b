// Forgetting a broker that is gone for good.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryStore } from '02-persistence';
import { openSqliteStore } from '02-persistence/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { Peers } from '../src/federation/peers.ts';

const SCRIPT = fileURLToPath(new URL('../src/forget.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'forget-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const peersIn = (store: MemoryStore | ReturnType<typeof openSqliteStore>) => new Peers({ store, maxWaiting: 1000, log: () => {} });

/** Meets a peer that wants news, and leaves messages for it. */
function meet(peers: Peers, store: Parameters<typeof peersIn>[0], name: string, messages: number): void {
  const peer = peers.meet(name);
  peers.changeInterest(peer, { kind: 'all', patterns: ['news'] });
  for (let n = 0; n < messages; n += 1)
    store.transaction(() => peer.outbox.add({ id: `i${n}`, from: 'alice', time: Date.now(), target: 'news', body: 'x' }));
}

describe('a peer that is forgotten', () => {
  test('leaves nothing behind: no interest, no messages and no name, here and after a restart', () => {
    const store = new MemoryStore();
    const peers = peersIn(store);
    meet(peers, store, 'gone', 5);
    meet(peers, store, 'stays', 3);
    const gone = peers.find('gone');
    if (gone) peers.forget(gone);
    expect(store.sizeOf('>gone')).toBe(0);
    for (const each of [peers, peersIn(store)]) {
      expect(each.all.map(({ name, outbox }) => [name, outbox.waiting])).toEqual([['stays', 3]]);
      expect([...each.interestedIn('news')].map(({ name }) => name)).toEqual(['stays']);
    }
  });

  test('may come back: its numbers go on, so that what it has had is not taken for a message that it lacks', () => {
    const store = new MemoryStore();
    const peers = peersIn(store);
    meet(peers, store, 'gone', 5);
    const gone = peers.find('gone');
    if (gone) peers.forget(gone);
    meet(peers, store, 'gone', 1);
    expect(
      peers
        .find('gone')
        ?.outbox.after(0)
        .map(({ number }) => number),
    ).toEqual([6]);
  });
});

/** Runs the command, and resolves to its exit code and what it printed. */
function forget(file: string, ...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: { ...process.env, DB_FILE: file } }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

test('the command forgets one that is known, says how many messages went with it, and does nothing else', async () => {
  const file = join(folder, 'messages.db');
  const store = openSqliteStore(file);
  meet(peersIn(store), store, 'broker3', 7);
  store.close();
  expect(await forget(file)).toEqual({ code: 0, out: 'known brokers: broker3 (7 messages wait for it)\n', err: '' });
  expect(await forget(file, 'broker4')).toEqual({
    code: 1,
    out: '',
    err: 'broker4 is not known here; known brokers: broker3 (7 messages wait for it)\n',
  });
  expect((await forget(file, 'broker3')).out).toMatch(/^broker3 is forgotten, with 7 messages that waited for it;/);
  expect((await forget(file)).out).toBe('known brokers: none\n');
  const absent = join(folder, 'absent.db');
  expect(await forget(absent, 'broker3')).toMatchObject({ code: 1, err: expect.stringContaining(`DB_FILE=${absent} is not there`) });
});
