// The settings of stage 04: those of the stage before, and how long somebody types who says nothing more.

import { integer, MAX_TIMER_MS, type SettingsOf, type SettingTable } from '01-basic-pubsub/settings';
import { settings as previous } from '03-auth/settings';

export { admits } from '03-auth/settings';

export const settings = {
  ...previous,
  TYPING_EXPIRY_MS: integer(6000, 1, MAX_TIMER_MS, 'time after which a typist who says nothing more has stopped'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;
