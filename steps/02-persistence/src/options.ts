// What the settings of stage 02 come to: the options of its broker, with its store opened.

import type { CoreOptions } from '01-basic-pubsub';
import type { Options } from './broker.ts';
import type { Settings } from './settings.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf({ DB_FILE, RETAIN_MESSAGES }: Settings, host: CoreOptions): Options {
  return { ...host, store: openSqliteStore(DB_FILE), retain: RETAIN_MESSAGES };
}
