// Reads settings from the environment, and says what is wrong with a value. Each stage has a table of its own.

/** How one setting is read. */
export interface Setting<T> {
  /** The value when the variable is absent or empty. A setting without a fallback must be set. */
  readonly fallback?: T;
  /** For people: what it does. */
  readonly meaning: string;
  /** For people: what they may give. It ends the line "PORT=x is wrong: give …". */
  readonly expected: string;
  /** A secret's value is never printed. */
  readonly secret?: boolean;
  /** The part of a value that may be printed, if not all of it. */
  show?(text: string): string;
  /** Returns the value that the text stands for, or `undefined` if it stands for none. */
  parse(text: string): T | undefined;
}

export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
export type SettingsOf<Table extends SettingTable> = { readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never };

/** A setting that makes no sense or doesn't work. The message is the one line that a person needs. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** In ms. A Node timer that is set for longer fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

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
 * @throws {SettingError} for the first setting that makes no sense
 */
export function readSettings<Table extends SettingTable>(
  table: Table,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsOf<Table> {
  const values = Object.entries(table).map(([name, setting]) => {
    const text = environment[name] || undefined; // an empty variable counts as unset (P0-1)
    const value = text === undefined ? setting.fallback : setting.parse(text);
    if (value === undefined) throw new SettingError(`${describe(name, setting, text)}: give ${setting.expected}`);
    return [name, value];
  });
  return Object.fromEntries(values) as SettingsOf<Table>;
}

function describe(name: string, { secret, show = (text) => text }: Setting<unknown>, text: string | undefined): string {
  if (text === undefined) return `${name} is not set`;
  return secret ? `${name}, which is not shown, is wrong` : `${name}=${show(text)} is wrong`;
}
