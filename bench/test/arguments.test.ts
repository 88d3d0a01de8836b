// What `pnpm bench` can be told, and what it says to what it can't.

import { expect, test } from 'vitest';
import { readArguments } from '../src/arguments.ts';

const KNOWN = ['fan-out', 'channels'];
const read = (...args: string[]) => readArguments(args, KNOWN);

test('with no names all scenarios run, in three rounds, and quickly in one', () => {
  expect(read()).toMatchObject({ scenarios: KNOWN, rounds: 3, special: undefined });
  expect(read('--quick').rounds).toBe(1);
  expect(read('--quick', '--rounds', '2', 'channels')).toMatchObject({ scenarios: ['channels'], rounds: 2 });
  expect(read('--peer', 'redis', '--peer', 'ws').peers).toEqual(['redis', 'ws']);
  expect(read('network', '--save')).toMatchObject({ special: 'network', save: true });
});

const WHOLE = '--save keeps the figures of a whole run for the site: give it alone or with network, and --rounds if you like';

test.each<[string[], string | RegExp]>([
  [['fanout'], 'fanout is no scenario: give some of fan-out, channels, or one of network, feedback, or nothing for all but these two'],
  [['network', 'fan-out'], 'network runs alone: give no other scenario with it'],
  [['--help'], /^--help is not known: type pnpm bench \[scenario…\]/],
  [['--rounds'], /^--rounds needs a value: type pnpm bench/],
  [['--rounds', 'many'], '--rounds many is wrong: give a whole number from 1 to 100'],
  [['--peer', 'rabbit'], /^--peer rabbit is unknown: give one of 01-basic-pubsub, .*redis/],
  [['--save', '--quick'], WHOLE],
  [['--save', 'fan-out'], WHOLE],
  [['--save', 'feedback'], WHOLE],
  [['network', '--svg', 'plots'], '--json and --svg are for scenarios with peers: give them without network'],
])('%j is refused with what would be right', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
