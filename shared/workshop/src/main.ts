// The learner's commands. Each is one line in the table below.

import { check } from './check.ts';
import { checkup } from './checkup.ts';
import { start } from './start.ts';
import { test } from './test.ts';
import { run } from './tools.ts';

/** Resolves to the process's exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  start,
  test,
  check,
  checkup,
  bench: (args) => run('bench', 'node', 'src/main.ts', ...args),
};

export async function main(name: string, args: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command(args);
  console.error(`${name} is no command of the workshop: give one of ${Object.keys(commands).join(', ')}`);
  return 2;
}
