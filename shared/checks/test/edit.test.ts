// Edits hold while code is reformatted, and each one in the tables fits the code as it is now. No broker is started for this.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { applyEdit } from './edit.ts';
import { editsOf, ownerOf, pathOf } from './wrong-broker.ts';
import { wrongBrokers } from './wrong/index.ts';

const edit = (source: string, from: string, to = 'X') => applyEdit(source, { file: 'a/b.ts', from, to }, 'stage, check');

test.each([
  ['line breaks and indentation', 'send(\n    first,\n    second\n  );', 'send(first, second);'],
  ['a comma before a closing bracket that came', 'send({\n  first,\n  second,\n});', 'send({ first, second });'],
  ['a comma before a closing bracket that went', 'send([first])', 'send([\n  first,\n])'],
  ['a last comma that went', '{ first, second }', 'second,'],
  ['the kind of quotes', 'send("it\'s", `a`)', "send('it\\'s', 'a')"],
  ['a comment', 'first(); // the first\n  // #region second\n  /* * */ second();', 'first();\n// #region 2\nsecond();'],
  ['a template over several lines', 'sql`\n      one\n      ${two}`', 'sql`\n  one\n  ${two}`'],
  ['a regular expression', "text.replace(\n  /\\r?\\n$'/,\n  ''\n)", "text.replace(/\\r?\\n$'/, '')"],
])('%s: an edit fits all the same', (_what, source, from) => {
  expect(edit(source, from)).toContain('X');
});

test.each([
  ['another order', 'send(second, first)', 'send(first, second)'],
  ['words that ran together', 'constant = 1', 'const ant = 1'],
  ['a longer word', 'sender(first); resend(first)', 'send'],
  ['white space in a string', "send('a  b')", "send('a b')"],
  ['a word in a comment', 'first(); // second', 'first(); second'],
  ['the same twice', 'send(first); send( first );', 'send(first)'],
])('%s: an edit does not fit', (_what, source, from) => {
  expect(() => edit(source, from)).toThrow(/^stage, check: the edit does not fit: a\/b\.ts has this [02] times, and not once:\n/);
});

test('what is put in is put in to the letter', () => {
  expect(edit('a.b( c )', 'b(c)', "$&'$1'")).toBe("a.$&'$1'");
});

describe.each(Object.entries(wrongBrokers))('every edit of %s fits, and what comes out can be parsed', (stage, table) => {
  test.each(table)('$check: $message', (mistake) => {
    const sources = new Map<string, string>();
    for (const each of editsOf(mistake)) {
      const source = sources.get(each.file) ?? readFileSync(pathOf(each.file), 'utf8');
      sources.set(each.file, applyEdit(source, each, ownerOf(stage, mistake)));
    }
    for (const source of sources.values()) stripTypeScriptTypes(source);
  });
});
