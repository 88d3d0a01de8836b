// The settings of stage 04: those of stage 03, and how long typing lasts when it is not repeated.

import { optionsOf as previousOptionsOf, settings as previous } from '03-auth/settings';
import { integer, MAX_TIMER_MS, type SettingsOf, type SettingTable } from '@workshop/program/settings';
import type { Options } from './broker.ts';

export const settings = {
  ...previous,
  TYPING_EXPIRY_MS: integer(6000, 1, MAX_TIMER_MS, 'a typist who sends nothing more for this long has stopped'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** @throws {SettingError} when the store cannot be opened */
export function optionsOf(settings: Settings, report: (error: unknown) => void): Options {
  return { ...previousOptionsOf(settings, report), typingExpiry: settings.TYPING_EXPIRY_MS };
}
