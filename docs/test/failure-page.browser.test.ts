// The page of what failed, opened from disk as a browser does: the drawing, its playback, and nothing that needs a network.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@workshop/checks';
import { writeFailurePage } from '@workshop/cli/failure-page';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';

const result: Result = {
  id: 'subscribe-again',
  group: 'channels',
  title: 'subscribing again changes nothing',
  rules: ['P2-1'],
  verdict: 'fail',
  message: 'after subscribing twice, a session did not get a message exactly once',
  seen: 'alice got <it> "twice"',
  story: 'the story & all of it',
  ms: 1,
  picture: {
    events: [
      { who: 'alice', way: '→', text: 'SUBSCRIBE:news', broker: 'broker' },
      { who: 'bob', way: '·', text: 'crashes (TCP reset)' },
      { who: 'bob', way: '→', text: `PUBLISH:news:${'long '.repeat(30)}`, broker: 'broker' },
      { who: 'alice', way: '←', text: 'MSG:news:Hi', broker: 'broker' },
      { who: 'grader', way: '·', text: 'kills the broker' },
    ],
    earlier: 3,
    offending: 3,
    waiting: 'alice',
    expected: 'nothing more',
    got: 'MSG:news:Hi',
  },
};

const { picture: _picture, ...withoutPicture } = result;

describe.skipIf(!hasChromium)(titled('the page of what failed'), () => {
  let browser: Browser;
  let root: string;
  const complaints: string[] = [];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'failures-'));
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(root, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  async function open(width = 1000): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => request.url().startsWith('file:') || complaints.push(request.url()));
    await page.goto(
      writeFailurePage(root, '01', 'Exercise 01-basic-pubsub', [
        result,
        { ...withoutPicture, seen: 'another' },
        { ...withoutPicture, id: 'alike' },
      ]) ?? '',
    );
    return page;
  }

  test('tells what was seen, and marks the frame that should not have come', async () => {
    const page = await open();
    expect(await page.locator('summary').first().innerText()).toContain('alice got <it> "twice"');
    expect(await page.locator('pre').first().innerText()).toContain('the story & all of it');
    expect(await page.locator('.heads b').allInnerTexts()).toEqual(['alice', 'broker', 'bob']);
    expect(await page.locator('.offending').innerText()).toMatch(/✗ this should not have come:.*MSG:news:Hi/s);
    expect(await page.locator('.offending .expected').innerText()).toMatch(/✓ expected in its place:\s*nothing more/);
    expect(await page.locator('.across').innerText()).toContain('grader: kills the broker');
    expect(await page.locator('details').count()).toBe(2);
    expect(await page.locator('details').first().innerText()).toContain('and in the same way: alike');
    await page.close();
  });

  test('is stepped through by buttons, by keys, and by itself', async () => {
    const page = await open();
    const place = async () => (await page.locator('output').innerText()).split(':')[0]?.trim(); // behind it, the event, for who hears the page
    const faint = () => page.locator('.row.later').count();
    expect([await place(), await faint()]).toEqual(['5 of 5', 0]);
    await page.getByRole('button', { name: 'Back' }).click();
    expect([await place(), await faint()]).toEqual(['4 of 5', 1]);
    await page.getByRole('button', { name: 'First' }).click();
    await page.keyboard.press('ArrowRight');
    expect([await place(), await faint()]).toEqual(['2 of 5', 3]);
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('output', { hasText: '1 of 5' }).waitFor();
    await page.locator('output', { hasText: '2 of 5' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await page.getByRole('button', { name: 'Play' }).innerText()).toBe('Play');
    await page.close();
  });

  /** Where the arrow of a row stands, as a part of the drawing's width. */
  const leftOf = async (page: Page, row: string) =>
    Math.round(Number.parseFloat(await page.locator(row).evaluate((element: HTMLElement) => element.style.getPropertyValue('--left'))));

  test('what did not come is drawn where somebody waited for it, and where nobody is known to have, as no arrow', async () => {
    const { offending: _offending, waiting: _waiting, ...missing } = result.picture ?? { events: [], earlier: 0, expected: '', got: '' };
    const page = await browser.newPage();
    const show = async (picture: NonNullable<Result['picture']>) =>
      page.goto(writeFailurePage(root, '02', 'Exercise', [{ ...result, picture }]) ?? '');
    await show({ ...missing, got: 'nothing within 2 s', waiting: 'alice' });
    expect(await page.locator('.missing').innerText()).toMatch(/✗ expected:\s*nothing more \(there was: nothing within 2 s\)/);
    expect(await page.locator('.missing').getAttribute('class')).toContain('left');
    expect(await leftOf(page, '.missing')).toBe(17); // alice's lane is the first of three
    await show(missing);
    expect(await page.locator('.missing').getAttribute('class')).toContain('across');
    await page.close();
  });

  test('leaves the keys of the browser alone', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'First' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Alt+ArrowRight');
    expect(await page.locator('output').innerText()).toMatch(/^1 of 5/);
    await page.close();
  });

  test('fits a narrow screen', async () => {
    const page = await open(320);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.close();
  });
});
