// The built site in a real Chromium: every page, light and dark, on a phone and on a desk; and what the components do when they are used.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { readPages } from './pages.ts';
import { type Served, serve } from './serve.ts';
import { BUILD_LIMIT_MS, type BuiltSite, buildSite } from './site.ts';

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
  }, BUILD_LIMIT_MS);
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

  test('the sliders of the page on growth, moved with the keyboard, say what breaks first', async () => {
    const page = await open('/growing-further');
    const growth = page.locator('.growth');
    await growth.locator('.verdict', { hasText: /nothing.*nothing/s }).waitFor();
    const sessions = growth.getByLabel('sessions', { exact: true });
    await sessions.focus();
    await page.keyboard.press('End');
    expect(await sessions.getAttribute('aria-valuetext')).toBe('100 million');
    await growth.locator('.verdict', { hasText: /✗.*✗/s }).waitFor();
    expect(complaints).toEqual([]);
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

  test('the search finds a chapter, without a network', async () => {
    const page = await open('/');
    await page.locator('#local-search button').click();
    await page.locator('#localsearch-input').fill('slow reader');
    await page.locator('.VPLocalSearchBox .result', { hasText: 'A slow reader' }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});
