// What a page is looked over for in a browser: each returns what is wrong, in words.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All that axe finds, of any impact. */
export async function findByAxe(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // The rules that judge a page as it is for everybody: pass or fail. What axe is not sure of, it lists elsewhere.
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${String(target)} ${any[0]?.message ?? ''}`));
}

/** Lines of code that wrap, and go on no further to the right than they began; and code that does not wrap, though it should. */
export function findBadlyWrapped(page: Page): Promise<string[]> {
  return page.evaluate(() => [
    ...[...document.querySelectorAll('.vp-doc :is(.language-ts, .language-js) pre')].flatMap((pre) =>
      pre.scrollWidth > pre.clientWidth ? [pre.textContent] : [],
    ),
    ...[...document.querySelectorAll('.vp-doc [class*="language-"] .line')].flatMap((line) => {
      const range = document.createRange();
      range.selectNodeContents(line);
      const [first, ...rest] = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (!first) return [];
      const wrapped = rest.filter(({ top }) => top > first.top + first.height / 2);
      return wrapped.some(({ left }) => left <= first.left) ? [line.textContent] : [];
    }),
  ]);
}

/** Texts of pictures that are drawn smaller than 12 pixels. */
export function findSmallText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<SVGTextElement>('.vp-doc svg text')].flatMap((text) => {
      const scale = text.getScreenCTM()?.a ?? 1;
      const size = Number.parseFloat(getComputedStyle(text).fontSize) * scale;
      return text.checkVisibility() && size < 12 ? [`${text.textContent}: ${size.toFixed(1)} px`] : [];
    }),
  );
}
