// Every snippet shows what it names. VitePress prints the whole file, without a word, where a region is missing or ends without its name.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionsOf } from '@workshop/cli/regions';
import { describe, expect, test } from 'vitest';
import { DOCS, readPage, readPages } from './pages.ts';

describe.each(readPages().filter(({ snippets }) => snippets.length > 0))('$name', ({ snippets }) => {
  test.each(snippets)('line $line: $path#$region', ({ path, region, apart }) => {
    const file = join(DOCS, path);
    expect(existsSync(file), `there is no ${path}`).toBe(true);
    expect(apart, 'a snippet needs a blank line before it').toBe(true);
    if (/^(\.\/public|\.\.\/deploy)\//.test(path)) return; // it is shown to be copied, and so whole
    expect(region, 'a snippet names a region: a whole file is too long to read').toBeDefined();
    expect(regionsOf(readFileSync(file, 'utf8')).map(({ name }) => name)).toContain(region);
  });
});

test('a page is read: fences, their words, snippets', () => {
  const page = readPage('x.md', '# X\n\n<<< ../a.ts#b\ntext\n<<< ../c.ts\n\n```sh run exit=1\nls\n```\n\n```txt output\nx\n```\n');
  expect(page.snippets).toEqual([
    { path: '../a.ts', region: 'b', line: 3, apart: true },
    { path: '../c.ts', region: undefined, line: 5, apart: false },
  ]);
  expect(page.fences).toEqual([
    { language: 'sh', words: ['run', 'exit=1'], text: 'ls', line: 7, follows: false },
    { language: 'txt', words: ['output'], text: 'x', line: 11, follows: true },
  ]);
});
