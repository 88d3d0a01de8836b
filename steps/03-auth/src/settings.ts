// The settings of stage 03: those of the stage before, and who may connect, for how long without saying who, and the key of the tokens.

import { integer, MAX_TIMER_MS, type Setting, type SettingsOf, type SettingTable } from '01-basic-pubsub/settings';
import { settings as previous } from '02-persistence/settings';

/** Where a page may come from; with `any`, from anywhere. */
export type Origins = ReadonlySet<string> | 'any';

const MIN_SECRET_BYTES = 32; // HS256 wants a key as long as its hash (RFC 7518 §3.2)
const ORIGIN = /^(?:[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+|null)$/i;

export const settings = {
  ...previous,
  AUTH_SECRET: {
    meaning: 'the key that tokens are signed with (HS256)',
    expected: `at least ${MIN_SECRET_BYTES} bytes that nobody can guess; this prints some: node -p "crypto.randomBytes(32).toString('base64url')"`,
    secret: true,
    parse: (text) => (new TextEncoder().encode(text).length >= MIN_SECRET_BYTES ? text : undefined),
  } satisfies Setting<string>,
  AUTH_TIMEOUT_MS: integer(10_000, 1, MAX_TIMER_MS, 'time to authenticate; without AUTH, a session is closed after it'),
  ALLOWED_ORIGINS: {
    fallback: 'any',
    meaning: 'the origins whose pages may connect; a client that sends none is admitted',
    expected: 'origins with commas between, such as https://chat.example,http://localhost:8765',
    parse(text) {
      const origins = text.split(',').map((origin) => origin.trim().toLowerCase());
      return origins.every((origin) => ORIGIN.test(origin)) ? new Set(origins) : undefined;
    },
  } satisfies Setting<Origins>,
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** Whether a page of this origin may connect (P4-15). Only a browser says where a page comes from: who is no page is asked for a token. */
export function admits({ ALLOWED_ORIGINS }: Pick<Settings, 'ALLOWED_ORIGINS'>, origin: string | undefined): boolean {
  return origin === undefined || ALLOWED_ORIGINS === 'any' || ALLOWED_ORIGINS.has(origin.toLowerCase());
}
