// What the page on troubleshooting quotes from this workshop's own programs, they say, to the letter. `…` stands for what differs.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DOCS, readPages } from './pages.ts';

const ROOT = join(DOCS, '..');
const sources = globSync('{shared,steps}/*/{src/**/*.ts,*.mjs}', { cwd: ROOT, exclude: ['**/node_modules/**'] }).map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);
const quotes = readPages()
  .flatMap(({ fences }) => fences)
  .filter(({ words }) => words[0] === 'ours')
  .flatMap(({ text }) => text.split('\n'));

test.each(quotes)('%s', (quote) => {
  const parts = quote
    .split('…')
    .map((part) => part.trim())
    .filter((part) => /\w/.test(part));
  expect(parts.filter((part) => !sources.some((source) => source.includes(part)))).toEqual([]);
});

test('there are quotes', () => {
  expect(quotes.length).toBeGreaterThan(10);
});
