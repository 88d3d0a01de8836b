// Settings come from the environment. This is the one place that says which there are, what they mean, and what they may be.

/** How one setting is read. */
export interface Setting<T> {
  /** The value where the variable is absent or empty. Without one, it must be set. */
  readonly fallback?: T;
  /** For people: what it does. */
  readonly meaning: string;
  /** For people: what may be given, as in "give a …". */
  readonly expected: string;
  /** Whether its value is nobody's business: then it is never printed. */
  readonly secret?: boolean;
  /** The value that a text stands for; `undefined` when it stands for none. */
  parse(text: string): T | undefined;
}

export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
export type SettingsOf<Table extends SettingTable> = { readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never };

/** A setting that makes no sense, or does not work. Its message is the one line that a person needs. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export const MAX_TIMER_MS = 2 ** 31 - 1; // beyond it, a timer of Node's fires at once

export const settings = {
  PORT: integer(8765, 0, 65535, 'the port to listen on; 0 = any free port, and the printed line says which'),
  HOST: { fallback: '127.0.0.1', meaning: 'the address to listen on', expected: 'an address of this machine', parse: (text) => text },
  MAX_FRAME_BYTES: integer(65536, 1, 2 ** 30, 'a message with a larger payload closes its session with 1009'),
  MAX_BUFFER_BYTES: integer(16 * 2 ** 20, 1, 2 ** 40, 'bytes that a client has not taken, at which it is dropped as a slow reader'),
  PING_INTERVAL_MS: integer(25_000, 1, MAX_TIMER_MS, 'a session that has not answered the last ping by the next one is dropped'),
} as const satisfies SettingTable;
export type Settings = SettingsOf<typeof settings>;

/** A whole number from `min` to `max`. */
export function integer(fallback: number, min: number, max: number, meaning: string): Setting<number> {
  return {
    fallback,
    meaning,
    expected: `a whole number from ${min} to ${max}`,
    parse(text) {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/**
 * Reads every setting of a table.
 * @throws {SettingError} for the first that makes no sense
 */
export function readSettings<Table extends SettingTable>(
  table: Table,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsOf<Table> {
  const values = Object.entries(table).map(([name, setting]) => {
    const text = environment[name] || undefined; // an empty variable is an unset one (P0-1)
    const value = text === undefined ? setting.fallback : setting.parse(text);
    if (value === undefined) throw new SettingError(`${describe(name, setting, text)}: give ${setting.expected}`);
    return [name, value];
  });
  return Object.fromEntries(values) as SettingsOf<Table>;
}

function describe(name: string, { secret }: Setting<unknown>, text: string | undefined): string {
  if (text === undefined) return `${name} is not set`;
  return secret ? `${name}, which is not shown, is wrong` : `${name}=${text} is wrong`;
}
