// Settings that make sense are read; for one that doesn't, a single line says what to give.

import { expect, test } from 'vitest';
import { integer, readSettings, type SettingTable } from '../src/settings.ts';

const table = {
  PORT: integer(8765, 0, 65535, 'the port to listen on'),
  SECRET: { meaning: 'a key', expected: 'at least 4 characters', secret: true, parse: (text) => (text.length < 4 ? undefined : text) },
} as const satisfies SettingTable;

test('a variable that is absent or empty has the fallback', () => {
  expect(readSettings(table, { SECRET: 'open sesame' })).toEqual({ PORT: 8765, SECRET: 'open sesame' });
  expect(readSettings(table, { PORT: '', SECRET: 'open sesame' })).toEqual({ PORT: 8765, SECRET: 'open sesame' });
});

test('whole numbers are read from the least to the greatest', () => {
  expect(['0', '65535', '0080'].map((PORT) => readSettings(table, { PORT, SECRET: 'open sesame' }).PORT)).toEqual([0, 65535, 80]);
});

test.each(['-1', '65536', '80a', '1.5', '1e3', '0x50', ' 80', 'ten'])('PORT=%s is none', (PORT) =>
  expect(() => readSettings(table, { PORT, SECRET: 'open sesame' })).toThrow(`PORT=${PORT} is wrong: give a whole number from 0 to 65535`),
);

test('a setting without a fallback must be set, and the value of a secret is not shown', () => {
  expect(() => readSettings(table, {})).toThrow('SECRET is not set: give at least 4 characters');
  expect(() => readSettings(table, { SECRET: 'abc' })).toThrow('SECRET, which is not shown, is wrong: give at least 4 characters');
});
