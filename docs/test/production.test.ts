// What the page "In production" promises beside TLS: the unit of systemd is one, and a backup, taken while the broker runs, can be started from.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProcessBroker, nodeCommand } from '@workshop/checks';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readPages } from './pages.ts';
import { deployed, whereIs } from './proxies.ts';

const target = { command: nodeCommand('src/main.ts'), folder: fileURLToPath(new URL('../../steps/02-persistence/', import.meta.url)) };
const statements = readPages()
  .find(({ name }) => name === 'in-production.md')
  ?.fences.filter(({ language }) => language === 'sql')
  .map(({ text }) => text);
const [backup = '', restore = ''] = statements ?? [];

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const isThere = whereIs('systemd-analyze') !== undefined;

test.skipIf(!isThere)(`the unit of systemd is in order${isThere ? '' : ' (skipped: systemd-analyze is not installed)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const unit = join(folder, 'broker.service');
  writeFileSync(unit, deployed('broker.service', { '/usr/bin/node': process.execPath }));
  expect(spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

/** A client that has sent what it has to say: what it heard by the time of the answer to its last frame. */
async function say(broker: ProcessBroker, ...frames: readonly string[]): Promise<string[]> {
  const socket = new WebSocket(broker.url);
  const heard: string[] = [];
  socket.on('message', (message) => heard.push(String(message)));
  await once(socket, 'open');
  for (const frame of [...frames, '@label=end SUBSCRIBE:end']) socket.send(frame);
  while (!heard.at(-1)?.startsWith('@label=end')) await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
  return heard.slice(0, -1);
}

function run(file: string, sql: string, changes: Readonly<Record<string, string>> = {}): void {
  const database = new DatabaseSync(file);
  database.exec(Object.entries(changes).reduce((text, [from, to]) => text.replace(from, to), sql));
  database.close();
}

const epochOf = (answers: readonly string[]) => /epoch=([^ ;]+)/.exec(answers.join('\n'))?.[1];

test('a backup that is taken while a broker runs has all messages, and a broker that is started on it a new epoch', async () => {
  const first = await new ProcessBroker(target, {}).start();
  ends.push(() => first.remove());
  await say(first, '@label=1 PUBLISH:news:one', '@label=2 PUBLISH:news:two');
  const copy = join(first.folder, 'copy.db');
  run(join(first.folder, 'messages.db'), backup, { 'messages-backup.db': copy });
  const before = await say(first, '@label=3 PUBLISH:news:three', '@label=4 SUBSCRIBE:news');

  run(copy, restore);
  const second = await new ProcessBroker(target, { DB_FILE: copy }).start();
  ends.push(() => second.remove());
  expect(await say(second, 'HISTORY:news')).toEqual(['MSG:news:one', 'MSG:news:two', 'OK:HISTORY:news']);
  const epoch = epochOf(before);
  expect(epoch).toMatch(/./);
  const [resumed] = await say(second, `@label=1;since=3;epoch=${epoch} SUBSCRIBE:news`);
  expect(resumed).toMatch(/recovered=0/);
  expect(epochOf([resumed ?? ''])).not.toBe(epoch);
});
