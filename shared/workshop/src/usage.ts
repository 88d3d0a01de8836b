// Reads what was typed after a command. For wrong usage, one line says what would be right, and the command ends with exit code 2.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads options and plain words, as `parseArgs` does.
 * @param options the options that exist; one that may be given several times is `multiple`
 * @param usage says what would be right, and ends the error message
 * @throws {UsageError} for an option that is unknown, lacks its value, or is given twice
 */
export function readArguments<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options, usage: string) {
  const given = new Set<string>();
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option || (option.type === 'boolean' && value !== undefined)) {
      throw new UsageError(`${rawName}${inlineValue ? `=${value}` : ''} is not known: ${usage}`);
    }
    if (option.type === 'string' && (value === undefined || (!inlineValue && value.startsWith('-')))) {
      throw new UsageError(`${rawName} needs a value: ${usage}`);
    }
    if (given.has(name) && !option.multiple) throw new UsageError(`${rawName} is given twice: ${usage}`);
    given.add(name);
  }
  return parseArgs({ args, options, allowPositionals: true });
}

/**
 * Returns the one word that a command takes.
 * @param what the word names, such as "stage"
 * @throws {UsageError} when there is no word, or more than one
 */
export function oneWord(words: readonly string[], what: string, usage: string): string {
  const [word, excess] = words;
  if (word === undefined) throw new UsageError(`no ${what} is named: ${usage}`);
  if (excess !== undefined) throw new UsageError(`${excess} is one word too many: ${usage}`);
  return word;
}

/** @throws {UsageError} when anything was typed after a command that takes nothing */
export function takesNothing(command: string, args: readonly string[]): void {
  if (args.length > 0) throw new UsageError(`${command} takes no arguments, and got ${args[0]}`);
}
