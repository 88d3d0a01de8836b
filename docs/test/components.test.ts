// Every component that a page names is one: what nobody registered, VitePress leaves out without a word.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DOCS, readPages } from './pages.ts';

const theme = readFileSync(join(DOCS, '.vitepress/theme/index.ts'), 'utf8');
/** Those that the build puts in as Markdown. */
const parts = ['tables.ts', 'benchmarks/parts.ts', 'wire.ts'].map((file) => readFileSync(join(DOCS, '.vitepress', file), 'utf8')).join('');
const registered = [...theme.matchAll(/app\.component\('(\w+)'/g), ...parts.matchAll(/\['([A-Z]\w+)',/g)].map(([, name]) => name);

test.each(readPages())('$name', ({ text }) => {
  const prose = text.replaceAll(/^(`{3,}).*\n[^]*?^\1$/gm, '').replaceAll(/`[^`\n]+`/g, '');
  const named = [...prose.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name);
  expect(named.filter((name) => !registered.includes(name))).toEqual([]);
});
