import { expect, test } from 'vitest';
import { guardLoops } from '../src/code/guard-loops.ts';

test('each loop says where it is, and no line moves', () => {
  const source = ['for (const a of b) work(a);', 'while (true) {', '  if (c) continue;', '}', 'do work(); while (c);'].join('\n');
  expect(guardLoops(source, 'x.ts').split('\n')).toEqual([
    'for (const a of b){work(a);stillRunning("x.ts:1");}',
    'while (true) {stillRunning("x.ts:2");',
    '  if (c) continue;',
    '}',
    'do{work();stillRunning("x.ts:5");} while (c);',
  ]);
});

test('the column of an error in a body is where the reader wrote it', () => {
  const source = 'for (const a of b) work(a);';
  expect(guardLoops(source, 'x.ts').indexOf('work')).toBe(source.indexOf('work'));
});

test('a loop in a loop', () => {
  expect(guardLoops('for (;;) for (;;) work();', 'x.ts')).toBe('for (;;){for (;;){work();stillRunning("x.ts:1");}stillRunning("x.ts:1");}');
});
