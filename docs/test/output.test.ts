// The comparison itself: what it lets pass, and what it does not.

import { expect, test } from 'vitest';
import { firstMissing } from './output.ts';

const whole = (expected: string, printed: string) => firstMissing(expected, printed, true);

test.each([
  ['the same', 'a\nb', 'a\nb\n'],
  ['another port and another duration', 'at ws://127.0.0.1:8765 in 12 ms, 1.4 s', 'at ws://127.0.0.1:40123 in 7 ms, 12.0 s'],
  ['colours', 'ok  news', '\u001B[32mok\u001B[39m  news'],
  ['what pnpm repeats', 'a', '\n> x@ test /tmp\n> node x.mjs\n\n$ node x.mjs\na'],
  ['an ellipsis for some lines, for none, and at the end', 'a\n…\nb\n…\nc\n…', 'a\n1\n2\nb\nc\nrest'],
  ['an ellipsis for some text', 'seed …, done', 'seed 17, done'],
  ['Windows line ends', 'a\nb', 'a\r\nb\r\n'],
])('%s is no difference', (_title, expected, printed) => {
  expect(whole(expected, printed)).toBeUndefined();
});

test.each([
  ['another text', 'a\nb', 'a\nc', 'b'],
  ['a line missing', 'a\nb\nc', 'a\nc', 'b'],
  ['a line more', 'a\nc', 'a\nb\nc', 'c'],
  ['a line more at the end', 'a', 'a\nb', 'the end of the output, before "b"'],
  ['another order', '…\nb\na', 'a\nb', 'a'],
])('%s is one', (_title, expected, printed, missing) => {
  expect(whole(expected, printed)).toBe(missing);
});

test('while a command runs, what it printed so far may have more', () => {
  expect(firstMissing('b', 'a\nb\nc', false)).toBeUndefined();
  expect(firstMissing('b\nd', 'a\nb\nc', false)).toBe('d');
});
