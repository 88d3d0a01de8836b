// The built site in a real Chromium: every page, light and dark, on a phone and on a desk; and what the components do when they are used.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { readPages } from './pages.ts';
import { questions } from './questions.ts';
import { type Served, serve } from './serve.ts';
import { type BuiltSite, buildSite } from './site.ts';

const paths = readPages().map(({ name }) => `/${name.replace(/^index\.md$|\.md$/, '')}`);

describe.skipIf(!hasChromium)(titled('the built site'), () => {
  let site: BuiltSite;
  let served: Served;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    site = await buildSite();
    served = await serve(site.folder);
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    site?.remove();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    complaints.length = 0;
  });

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${path}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${path}: ${String(error)}`));
    page.on(
      'request',
      (request) => request.url().startsWith(served.address) || /^data:|^blob:/.test(request.url()) || complaints.push(request.url()),
    );
    await page.goto(served.address + path, { waitUntil: 'networkidle' });
    return page;
  }

  test.each(paths)('%s: no complaint, nothing from elsewhere, nothing wider than a phone', async (path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(path, { colorScheme, viewport: { width: 360, height: 740 } });
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1440);
    }
    expect(complaints).toEqual([]);
  });

  test('a choice of Predict, made with the keyboard, opens the answer and says whether it was right', async () => {
    const page = await open('/01-basic-pubsub');
    const predict = page.locator('.predict').first();
    await predict.locator('details:not([open])').waitFor();
    await predict.locator('input').first().focus();
    await page.keyboard.press('Space');
    await predict.locator('.verdict', { hasText: 'Not this one' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await predict.locator('.verdict', { hasText: 'You were right' }).waitFor();
  });

  test('without JavaScript, the answer of Predict opens, and the pictures and the checklist are there', async () => {
    const page = await open('/01-basic-pubsub', { javaScriptEnabled: false });
    const predict = page.locator('.predict').first();
    await predict.locator('summary').click();
    expect(await predict.locator('.verdict').innerText()).toBe('The answer: One');
    expect(await page.locator('.flow svg').first().isVisible()).toBe(true);
    expect(await page.locator('.checklist li').count()).toBeGreaterThan(5);
  });

  test.each([
    [360, 'narrow'],
    [1440, 'wide'],
  ])('at %i px, the picture is the %s one, and legible', async (width, shape) => {
    const page = await open('/01-basic-pubsub', { viewport: { width, height: 900 } });
    const seen = page.locator('.flow svg:visible');
    expect(await seen.getAttribute('class')).toContain(shape);
    const scale = await seen.evaluate((svg: SVGSVGElement) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width);
    expect(scale * 13).toBeGreaterThanOrEqual(11.5);
  });

  test(
    'the search answers the questions of learners with the right place among the first three, without a network',
    { timeout: 120_000 },
    async () => {
      const page = await open('/');
      await page.locator('#local-search button').click();
      const input = page.locator('#localsearch-input');
      const results = page.locator('.VPLocalSearchBox .result');
      const astray: string[] = [];
      for (const [question, ...places] of questions) {
        await input.fill('');
        await results.first().waitFor({ state: 'detached' });
        await input.fill(question);
        await results.or(page.locator('.VPLocalSearchBox .no-results')).first().waitFor();
        const found = await results.evaluateAll((links) => links.slice(0, 3).map((link) => String(link.getAttribute('href'))));
        if (!found.some((place) => places.includes(place))) astray.push(`${question}: ${found.join(', ')}`);
      }
      expect(astray).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test.each([
    ['BROKER_NAME', "this broker's name in its network"],
    ['breakpoint', "Bob's program hangs at a breakpoint"],
  ])('an excerpt shows what a component says of %s', async (word, words) => {
    const page = await open('/');
    await page.locator('#local-search button').click();
    await page.locator('#localsearch-input').fill(word);
    const excerpt = page.locator('.VPLocalSearchBox .excerpt', { hasText: words });
    await excerpt.locator('mark', { hasText: word }).first().waitFor();
  });
});
