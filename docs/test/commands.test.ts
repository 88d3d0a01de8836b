// Every command in the text is run as it is printed, in a scratch copy of the workshop, and prints what the text says.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWithoutNats } from '@workshop/checks/nats-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Command, commandsOf, forgetProgress, prepare, providePnpm, run, writeExercise } from './commands.ts';
import { firstMissing } from './output.ts';
import { readPage, readPages } from './pages.ts';
import { copyWorkshop, type WorkshopCopy } from './workshop-copy.ts';

/** A page whose fences cannot be read has one failing test, and does not keep the others from theirs. */
const pages = readPages().map((page): { name: string; commands: Command[]; wrong?: unknown } => {
  try {
    return { name: page.name, commands: commandsOf(page) };
  } catch (wrong) {
    return { name: page.name, commands: [], wrong };
  }
});

let copy: WorkshopCopy;
let bin: string;
beforeAll(() => {
  copy = copyWorkshop();
  bin = providePnpm(copy.folder);
});
afterAll(() => copy?.remove());

test.each(pages)('every command of $name says how it is tested', ({ wrong }) => {
  if (wrong) throw wrong;
});

/** Its commands start a NATS server. */
const isWithoutItsServer = (page: string): boolean => page === '07-nats.md' && isWithoutNats();

describe.each(pages.filter(({ name, commands }) => commands.length > 0 && !isWithoutItsServer(name)))('$name', ({ name, commands }) => {
  const stage = name.replace('.md', '');

  beforeAll(async () => {
    forgetProgress(copy.folder);
    if (existsSync(join(copy.folder, 'steps', stage, 'tasks.ts'))) await writeExercise(copy.folder, stage, ['none']);
  });

  // One after the other, as they are read: what one does to the exercise, the next one finds.
  test.each(commands.filter(({ kind }) => kind !== 'untested'))('line $line: $text', { timeout: 150_000 }, async (command) => {
    await prepare(command, copy.folder, stage);
    const { printed, exitCode } = await run(command, copy.folder, bin);
    const missing = command.output === undefined ? undefined : firstMissing(command.output, printed, command.kind === 'run');
    expect(missing, `it printed\n${printed}`).toBeUndefined();
    if (command.kind === 'run') expect(exitCode, `it printed\n${printed}`).toBe(command.exitCode);
  });
});

test.each([
  ['```sh\nls\n```', /x\.md:1: a command is printed, and nobody knows/],
  ['```sh serve\nls\n```', /what does it print/],
  ['```sh run code=1\nls\n```', /code=1 is no option/],
])('%j is not let pass', (text, message) => {
  expect(() => commandsOf(readPage('x.md', text))).toThrow(message);
});
