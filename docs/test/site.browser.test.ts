// The built site in a real Chromium: every page, light and dark, on a phone, a tablet and a desk; and what the components do when used.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { findByAxe, findSmallText, findBadlyWrapped } from './inspect.ts';
import { readPages } from './pages.ts';
import { questions } from './questions.ts';
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

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([...paths, '/404'])('%s is in order at 360, 768 and 1280 px', { timeout: 180_000 }, async (path) => {
      const page = await open(path, { colorScheme, viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
        expect(await page.evaluate(() => document.documentElement.scrollWidth), 'wider than the window').toBe(width);
        expect(await findBadlyWrapped(page), `code that wraps badly at ${width} px`).toEqual([]);
        expect(await findSmallText(page), `text in pictures below 12 px at ${width} px`).toEqual([]);
        // In between, all that is shown is shown at one of the two.
        if (width !== 768) expect(await findByAxe(page), `axe at ${width} px`).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });
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

  test('what was chosen is still chosen when the reader comes back, and the answer is closed', async () => {
    const page = await open('/01-basic-pubsub');
    const predict = page.locator('.predict').first();
    await predict.getByText('One', { exact: true }).first().click();
    await page.reload();
    await predict.locator('label.right input:checked').waitFor();
    expect(await predict.locator('details[open]').count()).toBe(0);
  });

  test('a chapter that was read to its end is marked in the sidebar, until the reader takes it back', async () => {
    const page = await open('/04-typing', { viewport: { width: 1280, height: 800 } });
    const mark = page.locator('.VPSidebar chapter-mark[stage="04"]');
    expect(await mark.innerText()).toBe('');
    await page.locator('.end').scrollIntoViewIfNeeded();
    await mark.getByText('read').waitFor();
    await page.reload();
    await mark.getByText('read').waitFor();
    await page.locator('.end input').uncheck();
    await expect.poll(() => mark.innerText()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('the steps of a picture are gone through with the keyboard', async () => {
    const page = await open('/01-basic-pubsub');
    const flow = page.locator('.flow').first();
    await flow.locator('button', { hasText: 'Next step' }).focus();
    await page.keyboard.press('Enter');
    await flow.locator('li[aria-current="step"]', { hasText: 'Bob and Carol send' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await flow.locator('li[aria-current="step"]', { hasText: 'Alice sends' }).waitFor();
    expect(await flow.locator('svg:visible .wire.active').count()).toBe(1);
    await page.keyboard.press('ArrowLeft');
    await flow.locator('[role="status"]', { hasText: 'step 1 of 3' }).waitFor();
    await page.keyboard.press('Escape');
    await flow.locator('[role="status"]', { hasText: 'all 3 steps' }).waitFor();
  });

  test('at home, a task is red, and green when its line is written', async () => {
    const page = await open('/');
    await page.locator('.scene .green').waitFor({ state: 'hidden' });
    await page.locator('.scene .red', { hasText: 'an empty Set' }).waitFor();
    await page.locator('.scene .green', { hasText: '1.4' }).waitFor();
    await page.locator('.scene .red').waitFor({ state: 'hidden' });
  });

  test('the head of a chapter leads to its first task', async () => {
    const page = await open('/02-persistence');
    await page.locator('.head a').click();
    expect(new URL(page.url()).hash).toBe('#task-2.1');
    await expect.poll(() => page.locator('[id="task-2.1"]').evaluate((card) => card.getBoundingClientRect().top)).toBeLessThan(200);
  });

  test.each([
    [360, 'narrow'],
    [768, 'wide'],
    [1280, 'wide'],
  ])('at %i px, the picture is the %s one', async (width, shape) => {
    const page = await open('/01-basic-pubsub', { viewport: { width, height: 900 } });
    expect(await page.locator('.flow svg:visible').getAttribute('class')).toContain(shape);
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
