// The settings of stage 02: those of the stage before, and where the messages are and how many stay.

import { integer, settings as previous, type Setting, type SettingsOf, type SettingTable } from '01-basic-pubsub/settings';

export const settings = {
  ...previous,
  DB_FILE: {
    fallback: 'messages.db',
    meaning: 'the SQLite file that keeps the messages',
    expected: 'the name of a file, in a folder that is there',
    parse: (text) => text,
  } satisfies Setting<string>,
  RETAIN_MESSAGES: integer(10_000, 1, 1_000_000_000, 'messages kept for each channel and each inbox'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;
