// The settings: what the environment says, checked before anything else happens (P0-1, P0-5).

import { isName } from './frames.mjs';

const PORT = /^\d{1,5}$/;
const POSITIVE = /^0*[1-9]\d{0,14}$/;
const ORIGIN = /^(?:null|[a-z][a-z0-9+.-]*:\/\/[^/?#@\s,]+)$/;
/** Timers of Node that are set further ahead fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One line that names the variable, its value, and what would be right. */
export class WrongSetting extends Error {}

/** @type {{ name: string, stage: number, usual: string, right: string, read(text: string): unknown }[]} */
const TABLE = [
  {
    name: 'PORT',
    stage: 1,
    usual: '8765',
    right: 'give a number from 0 to 65535',
    read: (text) => (PORT.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  },
  { name: 'HOST', stage: 1, usual: '127.0.0.1', right: '', read: (text) => text },
  { name: 'MAX_FRAME_BYTES', stage: 1, usual: '65536', right: 'give bytes, from 1 on', read: positive },
  { name: 'MAX_BUFFER_BYTES', stage: 1, usual: '16777216', right: 'give bytes, from 1 on', read: positive },
  { name: 'PING_INTERVAL_MS', stage: 1, usual: '25000', right: 'give milliseconds, from 1 on', read: milliseconds },
  { name: 'DB_FILE', stage: 2, usual: 'messages.db', right: '', read: (text) => text },
  { name: 'RETAIN_MESSAGES', stage: 2, usual: '10000', right: 'give a number of messages, from 1 on', read: positive },
  {
    name: 'AUTH_SECRET',
    stage: 3,
    usual: '',
    right: 'set it to a long random text: tokens are signed with it',
    read: (text) => text || undefined,
  },
  { name: 'AUTH_TIMEOUT_MS', stage: 3, usual: '10000', right: 'give milliseconds, from 1 on', read: milliseconds },
  { name: 'ALLOWED_ORIGINS', stage: 3, usual: '', right: 'give a list such as https://example.org,http://localhost:5173', read: origins },
  { name: 'TYPING_EXPIRY_MS', stage: 4, usual: '6000', right: 'give milliseconds, from 1 on', read: milliseconds },
  {
    name: 'BROKER_NAME',
    stage: 6,
    usual: 'broker1',
    right: 'give one word of letters, digits, _ and -, at most 64 characters',
    read: (text) => (isName(text) ? text : undefined),
  },
  { name: 'PEERS', stage: 6, usual: '', right: 'give a list such as ws://127.0.0.1:8766,ws://127.0.0.1:8767', read: addresses },
  { name: 'PEER_SECRET', stage: 6, usual: '', right: '', read: (text) => text },
];

/**
 * @typedef {{
 *   PORT: number, HOST: string, MAX_FRAME_BYTES: number, MAX_BUFFER_BYTES: number, PING_INTERVAL_MS: number, DB_FILE: string,
 *   RETAIN_MESSAGES: number, AUTH_SECRET: string, AUTH_TIMEOUT_MS: number, ALLOWED_ORIGINS: Set<string> | null, TYPING_EXPIRY_MS: number,
 *   BROKER_NAME: string, PEERS: string[], PEER_SECRET: string,
 * }} Settings
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} stage of the settings of later stages nothing is read
 * @returns {Settings}
 * @throws {WrongSetting}
 */
export function readSettings(environment, stage) {
  const known = TABLE.filter((setting) => setting.stage <= stage);
  const read = known.map(({ name, usual, right, read: parse }) => {
    const text = environment[name] || usual; // an empty variable is an unset one
    const value = parse(text);
    if (value === undefined) throw new WrongSetting(`${name}=${text} makes no sense: ${right}`);
    return [name, value];
  });
  const settings = Object.fromEntries(read);
  if (settings.PEERS?.length > 0 && !settings.PEER_SECRET)
    throw new WrongSetting('PEER_SECRET is not set, and PEERS is: give all brokers of the network the same long random text');
  return settings;
}

/** @param {string} text */
function positive(text) {
  return POSITIVE.test(text) ? Number(text) : undefined;
}

/** @param {string} text */
function milliseconds(text) {
  const value = positive(text);
  return value === undefined ? undefined : Math.min(value, MAX_TIMER_MS);
}

/** @param {string} text */
function origins(text) {
  if (text === '') return null; // any
  const list = text.split(',').map((each) => each.trim());
  return list.every((each) => ORIGIN.test(each)) ? new Set(list) : undefined;
}

/** @param {string} text */
function addresses(text) {
  const list = text === '' ? [] : text.split(',').map((each) => each.trim());
  return list.every((each) => URL.canParse(each) && new URL(each).protocol === 'ws:') ? list : undefined;
}
