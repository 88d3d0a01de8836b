// The settings of stage 01.

import { integer, MAX_TIMER_MS, type SettingsOf, type SettingTable } from '@workshop/program/settings';

/** The largest MAX_FRAME_BYTES: a payload becomes a string, and the strings of Node end before 2 ** 29 characters. */
export const LARGEST_FRAME = 2 ** 28;

export const settings = {
  PORT: integer(8765, 0, 65535, 'the port to listen on; 0 takes any free port, and the printed line says which'),
  HOST: { fallback: '127.0.0.1', meaning: 'the address to listen on', expected: 'an address of this machine', parse: (text) => text },
  MAX_CONNECTIONS: integer(
    10_000,
    1,
    2 ** 31,
    'sessions at a time, or fewer if the system allows fewer open files; one more gets HTTP 503',
  ),
  MAX_FRAME_BYTES: integer(65536, 1, LARGEST_FRAME, 'a message with a larger payload closes its session with 1009'),
  MAX_BUFFER_BYTES: integer(16 * 2 ** 20, 1, 2 ** 40, 'bytes that a client may leave waiting before it is cut off as a slow reader'),
  PING_INTERVAL_MS: integer(25_000, 1, MAX_TIMER_MS, 'a session that has not answered the last WebSocket ping by the next one is cut off'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;
