// The settings of stage 07: those of stage 04 without its file, and where NATS is.

import { settings as previous } from '04-typing/settings';
import { createVerifier } from '03-auth';
import { integer, type Setting, type SettingsOf, type SettingTable } from '@workshop/program/settings';
import { isName } from '@workshop/protocol';
import type { Options } from './broker.ts';

const { DB_FILE: _, ...kept } = previous;

/** How often in each ping interval a broker says that it is up. After a whole interval without a word, it is taken for gone. */
const PRESENCE_SHARE = 2;

export const settings = {
  ...kept,
  BROKER_NAME: {
    fallback: 'broker1',
    meaning: "this broker's name in its network",
    expected: 'one word of A-Z a-z 0-9 _ -, of at most 64 characters',
    parse: (text) => (isName(text) ? text : undefined),
  } satisfies Setting<string>,
  NATS_URL: {
    meaning: 'the NATS server, with JetStream, that all brokers of the network share; it need not be running yet',
    expected: 'an address such as nats://127.0.0.1:4222 or nats://user:password@127.0.0.1:4222, or tls:// for one that must encrypt',
    show: withoutCredential,
    parse(text) {
      const url = URL.parse(text);
      return url && /^(?:nats|tls):$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname) ? url : undefined;
    },
  } satisfies Setting<URL>,
  NATS_CREDS: {
    fallback: '',
    meaning: 'a file with the JWT and the key of a NATS user, as nsc writes it; it is read again at each connect',
    expected: 'the path of a file',
    parse: (text) => text,
  } satisfies Setting<string>,
  NATS_REPLICAS: integer(1, 1, 5, 'servers of the NATS cluster that keep each message; an even number protects no better than one less'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

export function optionsOf(settings: Settings, report: (error: unknown) => void): Options {
  return {
    report,
    log: (line) => console.error(`${new Date().toISOString()} ${line}`),
    name: settings.BROKER_NAME,
    url: settings.NATS_URL,
    credentialsFile: settings.NATS_CREDS,
    replicas: settings.NATS_REPLICAS,
    maxFrame: settings.MAX_FRAME_BYTES,
    retain: settings.RETAIN_MESSAGES,
    verify: createVerifier(settings.AUTH_SECRET),
    authTimeout: settings.AUTH_TIMEOUT_MS,
    typingExpiry: settings.TYPING_EXPIRY_MS,
    pingInterval: settings.PING_INTERVAL_MS,
    presenceInterval: Math.ceil(settings.PING_INTERVAL_MS / PRESENCE_SHARE),
  };
}

/** The address for a log, without the credential. */
function withoutCredential(text: string): string {
  return text.replace(/(\/\/|^).*@/s, '$1…@');
}
