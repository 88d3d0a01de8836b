import { stripVTControlCharacters } from 'node:util';
import type { Result, Verdict } from '@workshop/checks';
import { expect, test } from 'vitest';
import { lineOf, storiesOf } from '../src/verdicts/verdicts.ts';

const result = (id: string, verdict: Verdict, message = ''): Result => {
  return {
    id,
    group: 'group',
    title: `title of ${id}`,
    rules: [],
    verdict,
    message,
    story: message && `${message}\n\nstory of ${id}`,
    ms: 1,
  };
};
const plain = (texts: readonly string[]) => texts.map(stripVTControlCharacters);

test('a result is one line', () => {
  expect(plain([lineOf(result('a', 'pass')), lineOf(result('b', 'todo', '1.2 do it')), lineOf(result('c', 'error', 'broke'))])).toEqual([
    'pass   group: title of a',
    'to do  group: title of b (1.2 do it)',
    'broke  group: title of c (broke)',
  ]);
});

test('what fails in the same way is told once, and named while that is short', () => {
  const results = [
    result('a', 'fail', 'lost'),
    result('b', 'pass'),
    result('c', 'fail', 'late'),
    result('d', 'fail', 'lost'),
    result('e', 'todo', 'x'),
  ];
  expect(plain(storiesOf(results))).toEqual([
    'fail   group: title of a\n       lost\n\n       story of a\n',
    '       and in the same way: d\n',
    'fail   group: title of c\n       late\n\n       story of c\n',
  ]);
  const many = Array.from({ length: 7 }, (_, n) => result(String(n), 'fail', 'lost'));
  expect(plain(storiesOf(many)).at(-1)).toBe('       and in the same way: 1, 2, 3, 4, 5, 1 more\n');
});

test('the plainest comes first: of its own stage, then that in which least happened, and what came is told before what did not', () => {
  const results = [
    { ...result('basic-hello', 'fail', 'lost'), events: 2 },
    { ...result('auth', 'fail', 'late'), events: 9 },
    { ...result('auth-first', 'fail', 'lost again'), events: 4, seen: 'alice got the same frame twice' },
    result('x', 'untried', 'not tried, because of a'),
  ];
  expect(plain(storiesOf(results, '03-auth')).map((text) => text.split('\n')[0])).toEqual([
    'fail   group: title of auth-first',
    'fail   group: title of auth',
    'fail   group: title of basic-hello',
    'left   1 more checks were not tried, because of a',
  ]);
});
