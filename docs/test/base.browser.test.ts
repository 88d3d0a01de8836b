// The site under a path of its own, as GitHub Pages serves it: no link and no file leads out of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { serve } from './serve.ts';
import { type BuiltSite, buildSite } from './site.ts';

const BASE = '/messaging-network/';

describe(`the site at ${BASE}`, () => {
  let site: BuiltSite;
  beforeAll(async () => {
    site = await buildSite(BASE);
  }, 180_000);
  afterAll(() => site?.remove());

  test('every internal address begins with the base', () => {
    const outside = [...site.pages].flatMap(([path, html]) =>
      [...html.matchAll(/\s(?:href|src)="(\/[^"]*)"/g)].flatMap(([, address = '']) =>
        address.startsWith(BASE) ? [] : `${path}: ${address}`,
      ),
    );
    expect(outside).toEqual([]);
  });

  test.skipIf(!hasChromium)(titled('every link of the home page that is clicked leads to its page'), { timeout: 120_000 }, async () => {
    const served = await serve(site.folder, BASE);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const missing: string[] = [];
      page.on('response', (response) => response.status() >= 400 && missing.push(response.url()));
      const home = served.address + BASE;
      await page.goto(home);
      const links = page.locator('main a[href^="/"], .VPHome a[href^="/"]');
      const count = await links.count();
      expect(count).toBeGreaterThan(5);
      for (let n = 0; n < count; n++) {
        await page.goto(home);
        const title = await page.title();
        await links.nth(n).click();
        await page.waitForFunction((before) => document.title !== before, title);
        expect(await page.title()).not.toMatch(/^404/);
        expect(new URL(page.url()).pathname.startsWith(BASE)).toBe(true);
      }
      expect(missing).toEqual([]);
    } finally {
      await browser.close();
      await served.close();
    }
  });
});
