// The learner's commands. Each is one line in the table below.

import { check } from './check.ts';
import { checkup } from './checkup.ts';
import { grade } from './grade.ts';
import { hint, progress, reset } from './learner.ts';
import { mint } from './mint.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import { test } from './test.ts';
import { run } from './tools.ts';
import { UsageError } from './usage.ts';

/**
 * Resolves to the process's exit code.
 * @throws {UsageError} for wrong usage
 */
type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  start,
  test,
  grade,
  hint,
  reset,
  progress,
  check,
  checkup,
  soak,
  mint,
  bench: (args) => run('bench', 'node', 'src/main.ts', ...args),
};

export async function main(name: string, args: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command) return await command(args);
    throw new UsageError(`${name} is no command of the workshop: give one of ${Object.keys(commands).join(', ')}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}
