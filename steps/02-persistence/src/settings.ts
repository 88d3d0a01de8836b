// The settings of stage 02: those of stage 01, the file that keeps the messages, and how many it keeps. Also turns them into options.

import { setImmediate } from 'node:timers';
import { settings as previous } from '01-basic-pubsub/settings';
import { integer, type Setting, type SettingsOf, type SettingTable } from '@workshop/program/settings';
import type { Options } from './broker.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

export const settings = {
  ...previous,
  DB_FILE: {
    fallback: 'messages.db',
    meaning: 'the SQLite file that keeps the messages',
    expected: 'the name of a file in a folder that exists',
    parse: (text) => text,
  } satisfies Setting<string>,
  RETAIN_MESSAGES: integer(10_000, 1, 1_000_000_000, 'messages kept for each channel and each inbox'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf({ DB_FILE, RETAIN_MESSAGES }: Settings, report: (error: unknown) => void): Options {
  return { report, later: setImmediate, store: openSqliteStore(DB_FILE), retain: RETAIN_MESSAGES };
}
