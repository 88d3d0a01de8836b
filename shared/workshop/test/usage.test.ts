import { expect, test } from 'vitest';
import { compare } from '../src/compare.ts';
import { checksNamed, readOrder } from '../src/grade.ts';
import { reset, solve } from '../src/reset.ts';
import { stageNamed } from '../src/stages.ts';
import { oneWord, readArguments, takesNothing, UsageError } from '../src/usage.ts';

test('an order names a stage, what limits it, and a command whose own options stay its own', () => {
  expect(readOrder(['1', '--seed', '7', '--json=out.json', '--', 'python3', '-u', '--', '--seed'])).toEqual({
    stage: '01',
    seed: 7,
    only: undefined,
    json: 'out.json',
    command: ['python3', '-u', '--', '--seed'],
  });
});

const USAGE = 'type pnpm grade <stage> [--seed N] [--only CHECK|GROUP]… [--json FILE] -- <command…>, or pnpm grade --all';

test.each([
  [['01'], `there is no command after --: ${USAGE}`],
  [['01', '--'], `there is no command after --: ${USAGE}`],
  [['--', 'x'], `no stage is named: ${USAGE}`],
  [['01', '02', '--', 'x'], `02 is one word too many: ${USAGE}`],
  [['99', '--', 'x'], '99 is not a stage: give 01'],
  [['01', '--seed', 'ten', '--', 'x'], '--seed ten is not a seed: give a whole number from 0 to 4294967295'],
  [['01', '--seed', '4294967296', '--', 'x'], '--seed 4294967296 is not a seed'],
  [
    ['01', '--only', 'none', '--', 'x'],
    'none is not a check of stage 01, nor a group of checks: give one such as basic-hello, or a group: basics, ',
  ],
  [['01', '--only', 'body', '--', 'x'], 'body is not a check of stage 01, nor a group of checks: give one of body-verbatim'],
  [['01', '--only', 'nothing', '--', 'x'], 'nothing is not a check of stage 01, nor a group of checks: give unsubscribe-nothing'],
  [['01', '--only', 'basics', '--only', 'history', '--', 'x'], 'history is not a check of stage 01'],
  [['01', '--seed', '1', '--seed', '2', '--', 'x'], `--seed is given twice: ${USAGE}`],
  [['01', '--json', '--seed', '1', '--', 'x'], `--json needs a value: ${USAGE}`],
  [['01', '-s', '1', '--', 'x'], `-s is not known: ${USAGE}`],
  [['01', '--json', '--', 'x'], `--json needs a value: ${USAGE}`],
  [['01', '--fast', '--', 'x'], `--fast is not known: ${USAGE}`],
])('%j is wrong in one line that says what is right', (args, message) => {
  expect(() => readOrder(args)).toThrow(message);
  expect(() => readOrder(args)).toThrow(/^[^\n]+$/);
});

test('a stage is named by its number, with or without the nought, or in full', () => {
  const stages = [{ number: '03', name: '03-auth' }];
  for (const name of ['3', '03', '03-auth']) expect(stageNamed(stages, name)).toBe(stages[0]);
  for (const name of ['', '0', '003', 'auth', undefined]) expect(() => stageNamed(stages, name)).toThrow('is not a stage: give 03');
});

test('--only runs every check that it names, and all of a group, each once', () => {
  const only = (...args: string[]) => readOrder(['2', ...args, '--', 'x']).only;
  expect(only('--only', 'ping', '--only=utf-8')).toEqual(['ping', 'utf-8']);
  expect(only('--only', 'crash')).toEqual(['answered-survives', 'delivered-survives', 'kill-storm']);
  expect(only('--only', 'kill-storm', '--only', 'crash')).toEqual(['kill-storm', 'answered-survives', 'delivered-survives']);
  expect(only('--only', 'long-kill-storm')).toEqual(['long-kill-storm']);
  expect(only('--only', 'resume'), 'a group').toContain('resume-missed');
  expect(only()).toBeUndefined();
});

test('a group has the checks of all suites that grade the stage', () => {
  expect(checksNamed('01', ['refusals'])).not.toContain('typing-bad-frame');
  expect(checksNamed('04', ['refusals'])).toEqual(expect.arrayContaining(['no-verb', 'typing-bad-frame']));
});

const options = {
  one: { type: 'string' },
  two: { type: 'string' },
  many: { type: 'string', multiple: true },
  flag: { type: 'boolean' },
} as const;

test('an option takes the next word or what follows its sign; a flag takes none', () => {
  const { values, positionals } = readArguments(['a', '--one', '1', '--two=', '--flag', '--many', 'x', '--many=-y', 'b'], options, 'usage');
  expect(positionals).toEqual(['a', 'b']);
  expect({ ...values }).toEqual({ one: '1', two: '', flag: true, many: ['x', '-y'] });
});

test.each([
  [['--flag=x'], '--flag=x is not known: usage'],
  [['--flag', '--flag'], '--flag is given twice: usage'],
  [['--one', '1', '--one=1'], '--one is given twice: usage'],
  [['--one'], '--one needs a value: usage'],
  [['--toString', '1'], '--toString is not known: usage'],
])('%j is wrong in one line', (args, message) => {
  expect(() => readArguments(args, options, 'usage')).toThrow(new UsageError(message));
});

test('a command that takes one word, or none, says which is missing or too many', () => {
  expect(oneWord(['a'], 'stage', 'usage')).toBe('a');
  expect(() => oneWord([], 'stage', 'usage')).toThrow('no stage is named: usage');
  expect(() => oneWord(['a', 'b'], 'stage', 'usage')).toThrow('b is one word too many: usage');
  expect(() => takesNothing('start', ['now'])).toThrow('start takes no arguments, and got now');
});

test.each([
  ['reset', [], 'no stage is named: type pnpm reset <stage>'],
  ['reset', ['01', '1.1', '1.2'], '1.2 is one word too many: '],
  ['reset', ['01', '2.1'], '2.1 is not a task of 01-basic-pubsub: give 1.1, 1.2, '],
  ['reset', ['01', '--all'], '--all stands alone: '],
  ['reset', ['01', '1.1', '--to', 'first'], '--to brings back a whole exercise, and takes no task: '],
  ['reset', ['01', '--as', '../first'], '--as ../first is not a name: give letters, digits, - and _'],
  ['reset', ['01', '--to', 'an-attempt-of-nobody'], 'No attempt at 01 is kept as an-attempt-of-nobody: '],
  ['solve', ['01', '7'], '7 is not a task of 01-basic-pubsub: '],
  ['compare', [], 'no stage is named: type pnpm compare <stage>'],
  ['compare', ['02', '02'], '02 does not come after 02: '],
  ['compare', ['02', '1.1'], '1.1 is not a stage: '],
])('%s %j is wrong, and nothing is touched', async (name, args, message) => {
  const commands: Record<string, (args: readonly string[]) => Promise<number>> = { reset, solve, compare };
  await expect(commands[name]?.(args)).rejects.toThrow(new RegExp(`^${RegExp.escape(message)}`));
});
