// The settings of stage 03: those of stage 02, and those that say who may connect, and how.

import { optionsOf as previousOptionsOf, settings as previous } from '02-persistence/settings';
import { integer, MAX_TIMER_MS, type Setting, type SettingsOf, type SettingTable } from '@workshop/program/settings';
import { createVerifier } from '#token';
import type { Options } from './broker.ts';

/** The origins whose pages may connect. */
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
  AUTH_TIMEOUT_MS: integer(10_000, 1, MAX_TIMER_MS, 'a session that has not authenticated within this time is closed'),
  ALLOWED_ORIGINS: {
    fallback: 'any',
    meaning: 'the origins whose pages may connect; a client that sends none is admitted',
    expected: 'origins separated by commas, such as https://chat.example,http://localhost:8765',
    parse(text) {
      const origins = text.split(',').map((origin) => origin.trim().toLowerCase());
      return origins.every((origin) => ORIGIN.test(origin)) ? new Set(origins) : undefined;
    },
  } satisfies Setting<Origins>,
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf(settings: Settings, report: (error: unknown) => void): Options {
  return {
    ...previousOptionsOf(settings, report),
    verify: createVerifier(settings.AUTH_SECRET),
    authTimeout: settings.AUTH_TIMEOUT_MS,
  };
}
