// The stores, each against the same tests: whoever uses one must not notice which.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.ts';
import { openSqliteStore } from '../src/store/sqlite-store.ts';
import type { MessageStore, NewMessage } from '../src/store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const stores: [string, () => MessageStore][] = [
  ['memory', () => new MemoryStore()],
  ['SQLite', () => openSqliteStore(join(folder, `${(files += 1)}.db`))],
];

const message = (id: string, more: Partial<NewMessage> = {}): NewMessage => ({ id, time: 1000, body: `body of ${id}`, ...more });

describe.each(stores)('the %s store', (_name, open) => {
  let store: MessageStore;
  beforeEach(() => {
    store = open();
    return () => store.close();
  });

  const append = (key: string, ...messages: NewMessage[]): number[] => {
    const seqs: number[] = [];
    store.transaction(() => messages.forEach((each) => seqs.push(store.append(key, each))));
    return seqs;
  };
  const ids = (key: string, after: number, target?: string): string[] =>
    store.read(key, after, Number.POSITIVE_INFINITY, target).map(({ id }) => id);

  test('numbers each log from 1 on, whatever its key', () => {
    expect(append('news', message('a'), message('b'))).toEqual([1, 2]);
    expect(append('__proto__', message('a'))).toEqual([1]);
    expect(append('news', message('c'))).toEqual([3]);
    expect([store.bounds('news'), store.bounds('other')]).toEqual([
      { floor: 0, newest: 3 },
      { floor: 0, newest: 0 },
    ]);
  });

  test('gives back what it was given, after any cursor', () => {
    const first = message('a', { from: 'alice', target: '@bob', body: 'é 🙂 \0 "x"\n' });
    append('log', first, message('b', { body: '' }));
    expect(store.read('log', 0, 10)).toEqual([
      { from: 'alice', target: '@bob', ...first, seq: 1 },
      { ...message('b', { body: '' }), seq: 2 },
    ]);
    expect([ids('log', 1), ids('log', 2), ids('log', 99), ids('other', 0)]).toEqual([['b'], [], [], []]);
  });

  test('reads by the page: no more than asked for, no more than is much, and always something', () => {
    append('many', ...Array.from({ length: 150 }, (_, n) => message(`m${n}`)));
    expect([store.read('many', 0, 7).length, store.read('many', 0, 1000).length, store.read('many', 100, 1000).length]).toEqual([
      7, 100, 50,
    ]);
    append('large', ...['a', 'b', 'c'].map((id) => message(id, { body: 'x'.repeat(40_000) })));
    expect([ids('large', 0), ids('large', 2)]).toEqual([['a', 'b'], ['c']]);
    append('huge', message('a', { body: 'x'.repeat(1_000_000) }), message('b'));
    expect(ids('huge', 0)).toEqual(['a']);
  });

  test('finds the cursor before the last messages', () => {
    append('log', message('a'), message('b'), message('c'));
    expect([1, 2, 3, 4].map((count) => store.cursorBefore('log', count))).toEqual([2, 1, 0, 0]);
    expect(store.cursorBefore('other', 5)).toBe(0);
  });

  test('reads the messages of one party alone', () => {
    append('@alice', message('1', { target: '@bob' }), message('2', { target: '@carol' }), message('3', { target: '@bob' }));
    expect([ids('@alice', 0, '@bob'), ids('@alice', 1, '@bob'), ids('@alice', 0, '@dave')]).toEqual([['1', '3'], ['3'], []]);
    expect([1, 2].map((count) => store.cursorBefore('@alice', count, '@bob'))).toEqual([1, 0]);
  });

  test('finds a message by its id, publisher and target, in its log alone', () => {
    append('news', message('x', { from: 'alice' }), message('x', { from: 'bob' }), message('x', { target: '@carol' }));
    expect(store.find('news', { id: 'x', from: 'alice' })).toBe(1);
    expect(store.find('news', { id: 'x', from: 'bob' })).toBe(2);
    expect(store.find('news', { id: 'x', target: '@carol' })).toBe(3);
    expect(store.find('news', { id: 'x' })).toBeUndefined();
    expect(store.find('sport', { id: 'x', from: 'alice' })).toBeUndefined();
  });

  test('takes no message twice', () => {
    append('news', message('x'));
    if (store instanceof MemoryStore) return; // it trusts its caller
    expect(() => append('news', message('x'))).toThrow(/UNIQUE/);
  });

  test('no longer reads what is retired, and remembers its id', () => {
    append('log', message('a'), message('b'), message('c'));
    store.transaction(() => store.retire('log', 2));
    store.transaction(() => store.retire('log', 1));
    expect([ids('log', 0), store.bounds('log'), store.cursorBefore('log', 50)]).toEqual([['c'], { floor: 2, newest: 3 }, 2]);
    expect(store.find('log', { id: 'a' })).toBe(1);
  });

  test('purges what is retired and old enough, a little at a time, and gives no seq again', () => {
    append('log', message('a', { time: 1 }), message('b', { time: 2 }), message('c', { time: 3 }), message('d', { time: 4 }));
    store.transaction(() => store.purge('log', 100, 1000));
    expect(ids('log', 0)).toEqual(['a', 'b', 'c', 'd']);
    store.transaction(() => store.retire('log', 4));
    store.transaction(() => store.purge('log', 2, 1000));
    expect(['a', 'b'].map((id) => store.find('log', { id }))).toEqual([undefined, 2]);
    store.transaction(() => store.purge('log', 100, 1000));
    expect(['b', 'c', 'd'].map((id) => store.find('log', { id }))).toEqual([undefined, undefined, 4]);
    store.transaction(() => store.purge('log', 100, 1000));
    expect(append('log', message('a'))).toEqual([5]);
  });

  test('the age of retired messages that a wrong clock has stamped counts from now on, and holds up nothing for longer', () => {
    append('log', message('a', { time: 9_000_000 }), message('b', { time: 9_000_000 }), message('c', { time: 500 }));
    store.transaction(() => store.retire('log', 3));
    const left = () => ['a', 'b', 'c'].filter((id) => store.find('log', { id }) !== undefined);
    store.transaction(() => store.purge('log', 900, 1000));
    store.transaction(() => store.purge('log', 1000, 1100));
    expect(left()).toEqual(['a', 'b', 'c']);
    store.transaction(() => store.purge('log', 1001, 1101));
    store.transaction(() => store.purge('log', 1001, 1101));
    expect(left()).toEqual([]);
  });

  test('a message that is not retired keeps its time, however wrong', () => {
    append('log', message('a', { time: 9_000_000 }), message('b', { time: 9_000_000 }));
    store.transaction(() => store.retire('log', 1));
    store.transaction(() => store.purge('log', 900, 1000));
    expect(store.read('log', 0, 10).map(({ time }) => time)).toEqual([9_000_000]);
  });

  test('keeps the last note under a key, and finds notes by how their keys begin', () => {
    const note = (key: string, text: string | undefined) => store.transaction(() => store.note(key, text));
    for (const key of ['peer b', 'peer a', 'peer', 'peers', 'other', 'peer é']) note(key, `1 ${key}`);
    note('peer a', '2');
    note('peer b', undefined);
    note('nothing', undefined);
    expect(store.notes('peer ')).toEqual([
      ['peer a', '2'],
      ['peer é', '1 peer é'],
    ]);
    expect(store.notes('nothing')).toEqual([]);
  });

  test('a transaction reads what it has written so far', () => {
    append('log', message('a'), message('b'));
    store.transaction(() => {
      store.append('log', message('c'));
      store.retire('log', 1);
      expect([store.bounds('log'), ids('log', 0), store.cursorBefore('log', 50)]).toEqual([{ floor: 1, newest: 3 }, ['b', 'c'], 1]);
    });
    expect([store.bounds('log'), ids('log', 0)]).toEqual([{ floor: 1, newest: 3 }, ['b', 'c']]);
  });

  test('a transaction that throws has written nothing', () => {
    append('log', message('a'), message('b'));
    store.transaction(() => store.note('kept', 'before'));
    const failing = () =>
      store.transaction(() => {
        store.append('log', message('c'));
        store.append('new', message('c'));
        store.retire('log', 2);
        store.purge('log', 5000, 5000);
        store.note('kept', 'after');
        store.note('kept', undefined);
        store.note('made', 'x');
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect([ids('log', 0), ids('new', 0), store.find('log', { id: 'c' })]).toEqual([['a', 'b'], [], undefined]);
    expect([append('log', message('c')), append('new', message('c'))]).toEqual([[3], [1]]);
    expect(store.notes('')).toEqual([['kept', 'before']]);
    store.transaction(() => store.retire('log', 1));
    expect(ids('log', 0)).toEqual(['b', 'c']);
  });

  test('has an epoch of its own', () => {
    const other = open();
    expect(store.epoch).toMatch(/^[0-9a-f]{16}$/);
    expect(other.epoch).not.toBe(store.epoch);
    other.close();
  });
});
