import { expect, test } from 'vitest';
import { readOrder } from '../src/grade.ts';
import { stageNamed } from '../src/stages.ts';
import { readArguments } from '../src/usage.ts';

test('an order names a stage, what limits it, and a command whose own options stay its own', () => {
  expect(readOrder(['1', '--seed', '7', '--json=out.json', '--', 'python3', '-u', '--', '--seed'])).toEqual({
    stage: '01',
    seed: 7,
    only: undefined,
    json: 'out.json',
    command: ['python3', '-u', '--', '--seed'],
  });
});

const USAGE = 'type pnpm grade <stage> [--seed N] [--only CHECK] [--json FILE] -- <command…>';

test.each([
  [['01'], `there is no command behind --: ${USAGE}`],
  [['01', '--'], `there is no command behind --: ${USAGE}`],
  [['--', 'x'], `no stage is named: ${USAGE}`],
  [['01', '02', '--', 'x'], `02 is one word too many: ${USAGE}`],
  [['99', '--', 'x'], '99 is no stage: give 01'],
  [['01', '--seed', 'ten', '--', 'x'], '--seed ten is no seed: give a whole number from 0 to 4294967295'],
  [['01', '--seed', '4294967296', '--', 'x'], '--seed 4294967296 is no seed'],
  [['01', '--only', 'none', '--', 'x'], 'none is no check of stage 01: give one of seed-hello, '],
  [['01', '--only', 'body', '--', 'x'], 'body is no check of stage 01: give one of body-verbatim'],
  [['01', '--json', '--', 'x'], `--json needs a value: ${USAGE}`],
  [['01', '--fast', '--', 'x'], `--fast is not known: ${USAGE}`],
])('%j is wrong in one line that says what is right', (args, message) => {
  expect(() => readOrder(args)).toThrow(message);
  expect(() => readOrder(args)).toThrow(/^[^\n]+$/);
});

test('a stage is named by its number, with or without the nought, or in full', () => {
  const stages = [{ number: '03', name: '03-auth' }];
  for (const name of ['3', '03', '03-auth']) expect(stageNamed(stages, name)).toBe(stages[0]);
  for (const name of ['', '0', '003', 'auth', undefined]) expect(() => stageNamed(stages, name)).toThrow('is no stage: give 03');
});

test('an option takes the next word or what follows its sign; a flag takes none', () => {
  const { words, options } = readArguments(['a', '--one', '1', '--two=', '--flag', 'b'], ['one', 'two'], ['flag'], 'usage');
  expect(words).toEqual(['a', 'b']);
  expect([...options]).toEqual([
    ['one', '1'],
    ['two', ''],
    ['flag', ''],
  ]);
  expect(() => readArguments(['--flag=x'], [], ['flag'], 'usage')).toThrow('--flag=x is not known: usage');
});
