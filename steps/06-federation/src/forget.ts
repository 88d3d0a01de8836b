// Forgets a broker that is gone for good, in the DB_FILE of a broker that is not running now. Without a name, it lists the known ones.

import { existsSync } from 'node:fs';
import { Peers } from '#peers';
import { openSqliteStore } from '02-persistence/sqlite';
import { readSettings, SettingError } from '@workshop/program/settings';
import { MAX_WAITING } from '#outbox';
import { settings } from './settings.ts';

/** @returns the text to print. @throws {SettingError} if there is nothing to be done */
function forget(file: string, name: string | undefined): string {
  if (!existsSync(file)) throw new SettingError(`DB_FILE=${file} is not there: give the file of the broker that shall forget another`);
  const store = openSqliteStore(file);
  try {
    const peers = new Peers({ store, maxWaiting: MAX_WAITING, log: console.error });
    const known = peers.all.map((peer) => `${peer.name} (${peer.outbox.waiting} messages wait for it)`).join(', ') || 'none';
    if (name === undefined) return `known brokers: ${known}`;
    const peer = peers.find(name);
    if (!peer) throw new SettingError(`${name} is not known here; known brokers: ${known}`);
    const { waiting } = peer.outbox;
    peers.forget(peer);
    return `${name} is forgotten, with ${waiting} messages that waited for it; take it out of PEERS too, or it is met again`;
  } finally {
    store.close();
  }
}

try {
  const { DB_FILE } = readSettings({ DB_FILE: settings.DB_FILE }, process.env);
  console.log(forget(DB_FILE, process.argv[2]));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
