// The store in a SQLite file. Besides `ownership.ts`, the only file that knows better-sqlite3.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SettingError } from '@workshop/program/settings';
import Database from 'better-sqlite3';
import { type LogRow, LogRows } from './log-rows.ts';
import { takeOwnership } from './ownership.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';
import { DAMAGED, explain, isLocked } from './sqlite-errors.ts';
import { type Bounds, type MessageStore, type NewMessage, PURGED_AT_ONCE, type StoredMessage, takePage, uniqueName } from '#store';

/** How long to wait for a locked file, in ms (P3-21). The event loop is blocked meanwhile. */
const LOCK_WAIT_MS = 5000;

/** Sorts after every other character. */
const LAST_CHARACTER = String.fromCodePoint(0x10ffff);

/** The statements, prepared once. */
function prepare(database: Database.Database) {
  const columns = 'seq, target, sender, id, time, body';
  const retained = 'key = @key AND seq > max(@after, (SELECT floor FROM logs WHERE key = @key))';
  const ofParty = `${retained} AND target = @target AND target <> ''`; // the last term lets SQLite use the partial index
  return {
    epoch: database.prepare<[], string>('SELECT epoch FROM store').pluck(),
    loadLog: database.prepare<[string], LogRow>('SELECT first, floor, newest FROM logs WHERE key = ?'),
    saveLog: database.prepare<[string, number, number, number]>('REPLACE INTO logs VALUES (?, ?, ?, ?)'),
    append: database.prepare<[string, number, string, string, string, number, string]>('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)'),
    find: database
      .prepare<[string, string, string, string], number>('SELECT seq FROM messages WHERE key = ? AND target = ? AND sender = ? AND id = ?')
      .pluck(),
    read: database.prepare<[Selection], Row>(`SELECT ${columns} FROM messages WHERE ${retained} ORDER BY seq`),
    readParty: database.prepare<[Selection], Row>(`SELECT ${columns} FROM messages WHERE ${ofParty} ORDER BY seq`),
    beforeParty: database
      .prepare<[Selection], number>(`SELECT seq FROM messages WHERE ${ofParty} ORDER BY seq DESC LIMIT 1 OFFSET @count`)
      .pluck(),
    timeOf: database.prepare<[string, number], number>('SELECT time FROM messages WHERE key = ? AND seq = ?').pluck(),
    restamp: database.prepare<[{ key: string; floor: number; now: number }]>(
      'UPDATE messages SET time = @now WHERE key = @key AND seq <= @floor AND time > @now',
    ),
    remove: database.prepare<[string, number]>('DELETE FROM messages WHERE key = ? AND seq = ?'),
    note: database.prepare<[string, string]>('INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
    forget: database.prepare<[string]>('DELETE FROM notes WHERE key = ?'),
    notes: database
      .prepare<[string, string], [string, string]>('SELECT key, value FROM notes WHERE key >= ? AND key < ? ORDER BY key')
      .raw(),
    immediately: database.transaction((work: () => void) => work()).immediate,
  };
}

interface Selection {
  readonly key: string;
  readonly after: number;
  readonly target?: string | undefined;
  readonly count?: number;
}

type Row = Omit<StoredMessage, 'from' | 'target'> & { readonly sender: string; readonly target: string };

/**
 * Opens the file, or creates it.
 * @throws {SettingError} when it can't be used: locked, damaged, read-only, from a newer version, or not one of our stores
 */
export function openSqliteStore(file: string, lockWait = LOCK_WAIT_MS): SqliteStore {
  if (!existsSync(dirname(file)))
    throw new SettingError(`DB_FILE=${file} lies in a folder that is not there: make it, or give another name`);
  try {
    return new SqliteStore(file, lockWait);
  } catch (error) {
    throw explain(file, error);
  }
}

export class SqliteStore implements MessageStore {
  readonly epoch: string;
  /** The open file, for tests that make it fail. */
  readonly database: Database.Database;
  readonly #file: string;
  readonly #ownership: Database.Database | undefined;
  readonly #lockWait: number;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #rows: LogRows;
  #patient = true;

  /** @throws {Error} as better-sqlite3 throws it: `openSqliteStore` turns it into an explanation */
  constructor(file: string, lockWait: number) {
    this.#file = file;
    this.#lockWait = lockWait;
    this.database = new Database(file, { timeout: lockWait });
    try {
      check(this.database, file);
      this.#ownership = takeOwnership(file, lockWait);
      setUp(this.database);
      this.#statements = prepare(this.database);
      this.#rows = new LogRows(this.#statements);
      this.epoch = String(this.#statements.epoch.get());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  transaction(work: () => void): void {
    this.#attempt(() => this.#statements.immediately(() => this.#rows.during(work)));
  }

  append(key: string, { target = '', from = '', id, time, body }: NewMessage): number {
    const seq = (this.#rows.take(key).newest += 1);
    this.#statements.append.run(key, seq, target, from, id, time, body);
    return seq;
  }

  find(key: string, { target = '', from = '', id }: Pick<NewMessage, 'id' | 'from' | 'target'>): number | undefined {
    return this.#attempt(() => this.#statements.find.get(key, target, from, id));
  }

  bounds(key: string): Bounds {
    const { floor, newest } = this.#attempt(() => this.#rows.find(key));
    return { floor, newest };
  }

  read(key: string, after: number, limit: number, target?: string): StoredMessage[] {
    const { read, readParty } = this.#statements;
    const statement = target === undefined ? read : readParty;
    this.#rows.write();
    return this.#attempt(() => takePage(statement.iterate({ key, after, target }), limit)).map(fromRow);
  }

  cursorBefore(key: string, count: number, target?: string): number {
    const { floor, newest } = this.bounds(key);
    if (target === undefined) return Math.max(floor, newest - count); // no seq is left out between the two
    this.#rows.write();
    return this.#attempt(() => this.#statements.beforeParty.get({ key, after: 0, target, count })) ?? floor;
  }

  retire(key: string, floor: number): void {
    const row = this.#rows.take(key);
    row.floor = Math.max(row.floor, floor);
  }

  purge(key: string, before: number, now: number): number {
    const row = this.#rows.take(key);
    for (let n = 0; n < PURGED_AT_ONCE; n += 1) {
      if (row.first > row.floor) return n;
      row.firstTime ??= Number(this.#statements.timeOf.get(key, row.first));
      if (row.firstTime > now) {
        this.#statements.restamp.run({ key, floor: row.floor, now });
        row.firstTime = now;
      }
      if (row.firstTime >= before) return n;
      this.#statements.remove.run(key, row.first);
      row.first += 1;
      row.firstTime = undefined;
    }
    return PURGED_AT_ONCE;
  }

  note(key: string, text: string | undefined): void {
    if (text === undefined) this.#statements.forget.run(key);
    else this.#statements.note.run(key, text);
  }

  notes(start: string): [key: string, text: string][] {
    return this.#attempt(() => this.#statements.notes.all(start, `${start}${LAST_CHARACTER}`));
  }

  close(): void {
    this.database.close();
    this.#ownership?.close();
  }

  // The event loop is blocked while we wait for a lock. So once a lock has outlasted the wait, no call waits again until that lock is gone.
  #attempt<T>(work: () => T): T {
    try {
      const result = work();
      this.#setPatience(true);
      return result;
    } catch (error) {
      if (isLocked(error)) this.#setPatience(false);
      throw explain(this.#file, error);
    }
  }

  #setPatience(patient: boolean): void {
    if (this.#patient === patient) return;
    this.#patient = patient;
    this.database.pragma(`busy_timeout = ${patient ? this.#lockWait : 0}`);
  }
}

function fromRow({ seq, target, sender, id, time, body }: Row): StoredMessage {
  return { seq, target: target || undefined, from: sender || undefined, id, time, body };
}

/** An existing file must be ours, and undamaged; otherwise nothing is written to it. */
function check(database: Database.Database, file: string): void {
  if (!isEmpty(database)) {
    checkOwner(database, file);
    // Reads every page: a second or two per gigabyte. Storing more messages in a file that can't be read back would cost more.
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new SettingError(`DB_FILE=${file} ${DAMAGED}`);
  }
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') throw new SettingError(`DB_FILE=${file} can have no write-ahead log: give a file on a disk of this machine`);
}

/** Creates the schema in a new file. */
function setUp(database: Database.Database): void {
  // At every open: a WAL file that is opened again falls back to NORMAL, which survives SIGKILL but not a power cut (P3-2).
  database.pragma('synchronous = FULL');
  // A transaction even when there is nothing to create, to find out now whether the file can be written.
  database.transaction(() => isEmpty(database) && create(database)).immediate();
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}

function checkOwner(database: Database.Database, file: string): void {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new SettingError(`DB_FILE=${file} belongs to another program, and was left as it is: give another name`);
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION)
    throw new SettingError(
      `DB_FILE=${file} was written by a newer version (schema ${version}, known up to ${SCHEMA_VERSION}), and was left as it is: update, or give another name`,
    );
}

function create(database: Database.Database): void {
  database.exec(SCHEMA);
  database.prepare('INSERT INTO store VALUES (?)').run(uniqueName());
}
