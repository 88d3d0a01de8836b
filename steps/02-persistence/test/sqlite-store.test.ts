// The SQLite file: what a restart finds in it, and what becomes of a file that cannot be used.

import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSqliteStore } from '../src/store/sqlite-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(folder, 'messages.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function fill(count = 1): void {
  const store = openSqliteStore(file);
  store.transaction(() => {
    for (let n = 0; n < count; n += 1) store.append('news', { id: `m${n}`, time: n, body: 'x'.repeat(100) });
  });
  store.close();
}

test('what was stored, the numbering, the ids and the epoch survive', () => {
  const first = openSqliteStore(file);
  first.transaction(() => ['a', 'b'].forEach((id) => first.append('news', { id, time: 1, body: id })));
  first.transaction(() => first.retire('news', 1));
  first.close();
  const second = openSqliteStore(file);
  expect(second.epoch).toBe(first.epoch);
  expect([second.bounds('news'), second.find('news', { id: 'a' })]).toEqual([{ floor: 1, newest: 2 }, 1]);
  second.transaction(() => expect(second.append('news', { id: 'c', time: 1, body: 'c' })).toBe(3));
  second.close();
});

test.each(['first', 'second'])('the log is written ahead and synced at the %s open', (time) => {
  if (time === 'second') fill();
  const store = openSqliteStore(file);
  expect(store.database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(store.database.pragma('synchronous', { simple: true })).toBe(2);
  store.close();
});

test('every query is answered from an index, and sorts nothing', () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare');
  const store = openSqliteStore(file);
  const queries = prepare.mock.calls.map(([sql]) => sql).filter((sql) => / messages| notes|UPDATE/.test(sql));
  prepare.mockRestore();
  expect(queries.length).toBeGreaterThan(8);
  const plans = queries.map((sql) =>
    store.database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/\?|@\w+/g, '1')}`),
  );
  const details = plans.flatMap((plan) => plan.all().map(({ detail }) => detail));
  expect(details.filter((detail) => /SCAN (?!CONSTANT)|TEMP B-TREE/.test(detail))).toEqual([]);
  store.close();
});

test('a second broker on a file is refused in one line, and let in when the first has ended', () => {
  const first = openSqliteStore(file);
  const line = `DB_FILE=${file} is another broker's, which runs: a PORT of its own is not enough, give this one a file of its own too, as in DB_FILE=second.db`;
  expect(() => openSqliteStore(file, 20)).toThrow(line);
  symlinkSync(file, join(folder, 'same.db'));
  expect(() => openSqliteStore(join(folder, 'same.db'), 20)).toThrow(/is another broker's/);
  first.transaction(() => first.append('news', { id: 'a', time: 1, body: 'x' }));
  const reader = new Database(file, { readonly: true }); // people may look into it
  expect(reader.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(1);
  reader.close();
  openSqliteStore(join(folder, 'second.db')).close();
  first.close();
  const second = openSqliteStore(file);
  expect(second.bounds('news').newest).toBe(1);
  second.close();
});

test('a file of another kind is named, and left as it is', () => {
  writeFileSync(file, 'Dear diary, today I wrote a broker. '.repeat(100));
  const before = readFileSync(file);
  expect(() => openSqliteStore(file)).toThrow(`DB_FILE=${file} is no SQLite file, and was left as it is: give another name`);
  expect(readFileSync(file)).toEqual(before);
});

test("another program's database is named, and left as it is", () => {
  const theirs = new Database(file);
  theirs.exec('CREATE TABLE messages (text)');
  theirs.close();
  const before = readFileSync(file);
  expect(() => openSqliteStore(file)).toThrow(/belongs to another program, and was left as it is/);
  expect(readFileSync(file)).toEqual(before);
});

test('a newer schema is named, and left as it is', () => {
  fill();
  const newer = new Database(file);
  newer.pragma('user_version = 99');
  newer.close();
  const before = readFileSync(file);
  expect(() => openSqliteStore(file)).toThrow(/written by a newer version \(schema 99, known up to 1\)/);
  expect(readFileSync(file)).toEqual(before);
});

test.each([4096, 40_960, 81_920])('a file with a page damaged at byte %i is named, and left as it is', (start) => {
  fill(1000);
  const damaged = readFileSync(file);
  damaged.fill(0xee, start, start + 4096);
  writeFileSync(file, damaged);
  expect(() => openSqliteStore(file)).toThrow(/is damaged, and was left as it is/);
  expect(readFileSync(file)).toEqual(damaged);
});

test('a folder that is not there, and one in place of the file, are named', () => {
  expect(() => openSqliteStore(join(folder, 'none', 'messages.db'))).toThrow(/lies in a folder that is not there/);
  mkdirSync(file);
  expect(() => openSqliteStore(file)).toThrow(/cannot be opened/);
  expect(() => openSqliteStore(':memory:')).toThrow(/can have no write-ahead log/);
});

test.skipIf(process.getuid?.() === 0)('a file that may not be written is named', () => {
  fill();
  const readOnly = join(folder, 'read-only.db');
  copyFileSync(file, readOnly);
  chmodSync(readOnly, 0o444);
  expect(() => openSqliteStore(readOnly)).toThrow(/may not be written/);
});

test('a lock that outlasts the wait is not waited for again until it is gone', () => {
  const store = openSqliteStore(file, 20);
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const publish = (id: string) => store.transaction(() => store.append('news', { id, time: 1, body: '' }));
  const waits = () => store.database.pragma('busy_timeout', { simple: true });
  expect(() => publish('a')).toThrow(`DB_FILE=${file} is locked by another program: end that one, or give a file of its own`);
  expect(waits()).toBe(0);
  expect(() => publish('b')).toThrow(/is locked/);
  other.exec('ROLLBACK');
  publish('c');
  expect(waits()).toBe(20);
  expect(store.read('news', 0, 10).map(({ id }) => id)).toEqual(['c']);
  other.close();
  store.close();
});

test('a full disk is named, writes nothing, and when there is room again all goes on', () => {
  const store = openSqliteStore(file);
  const publish = (id: string, body: string) => store.transaction(() => store.append('news', { id, time: 1, body }));
  publish('a', 'x');
  const pages = Number(store.database.pragma('page_count', { simple: true }));
  store.database.pragma(`max_page_count = ${pages}`);
  expect(() => publish('b', 'x'.repeat(100_000))).toThrow(`DB_FILE=${file} cannot grow, for the disk is full: make room`);
  expect(store.bounds('news')).toEqual({ floor: 0, newest: 1 });
  store.database.pragma('max_page_count = 100000');
  publish('b', 'x'.repeat(100_000));
  expect(store.bounds('news').newest).toBe(2);
  store.close();
});
