// Wrong usage: told in one line that says what would be right. Commands end with exit code 2 for it.

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  /** What is no option, in the order given. */
  readonly words: readonly string[];
  /** By name, without the dashes; a flag has the empty text. */
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Reads `--name value`, `--name=value` and plain words.
 * @param values the options that take a value
 * @param flags those that take none
 * @param usage what would be right, for the error
 * @throws {UsageError} for an option that is not known, or has no value
 */
export function readArguments(args: readonly string[], values: readonly string[], flags: readonly string[], usage: string): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, , inline] = /^--([^=]*)(=([^]*))?$/.exec(arg) ?? [];
    if (name === undefined) {
      words.push(arg);
    } else if (flags.includes(name) && inline === undefined) {
      options.set(name, '');
    } else if (values.includes(name)) {
      const value = inline ?? rest.shift();
      if (value === undefined) throw new UsageError(`--${name} needs a value: ${usage}`);
      options.set(name, value);
    } else {
      throw new UsageError(`${arg} is not known: ${usage}`);
    }
  }
  return { words, options };
}
