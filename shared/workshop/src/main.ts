// The learner's commands. Each is one line in the table below, and is loaded only when asked for, so that `checkup` runs where others
// cannot.

import { run } from './tools.ts';
import { UsageError } from './usage.ts';

/**
 * Resolves to the process's exit code.
 * @throws {UsageError} for wrong usage
 */
type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  test: async () => (await import('./test.ts')).test,
  grade: async () => (await import('./grade.ts')).grade,
  hint: async () => (await import('./learner.ts')).hint,
  reset: async () => (await import('./reset.ts')).reset,
  solve: async () => (await import('./reset.ts')).solve,
  compare: async () => (await import('./compare.ts')).compare,
  progress: async () => (await import('./learner.ts')).progress,
  tutor: async () => (await import('./learner.ts')).tutor,
  scratch: async () => (await import('./learner.ts')).scratch,
  mint: async () => (await import('./mint.ts')).mint,
  verify: async () => (await import('./classroom/verify.ts')).verify,
  check: async () => (await import('./check.ts')).check,
  checkup: async () => (await import('./checkup.ts')).checkup,
  soak: async () => (await import('./soak.ts')).soak,
  wire: async () => (await import('./wire.ts')).wire,
  bench: async () => (args) => run('bench', 'node', 'src/main.ts', ...args),
};

export async function main(name: string, args: readonly string[]): Promise<number> {
  try {
    const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined;
    if (command) return await command(args);
    throw new UsageError(`${name} is not a command of the workshop: give one of ${Object.keys(commands).join(', ')}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}
