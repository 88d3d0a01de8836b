// How the two clients look and how they are used without a mouse, in every state of a login and at three widths, light and dark.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { focusRingOf, isCutOff, violationsOf } from '@workshop/client/accessible';
import { describePages, tokenOf } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);
const WIDTHS = [360, 768, 1280];

describePages('the look of the clients', (pages) => {
  /** What is wrong with a page at a width, in both colour schemes. */
  async function faultsOf(page: Page, width: number): Promise<string[]> {
    await page.setViewportSize({ width, height: 800 });
    const faults = (await isCutOff(page)) ? ['it is wider than the window'] : [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      faults.push(...(await violationsOf(page)).map((fault) => `${colorScheme}: ${fault}`));
    }
    return faults;
  }

  test.each(WIDTHS)('axe finds nothing, and nothing is cut off, in any state, at %i px', async (width) => {
    const broker = await pages.start(main);
    const client = await pages.visit(broker.url.replace('ws:', 'http:'));
    await client.reaches('login');
    await client.shows('#nobody', 'Nobody is logged in');
    expect(await faultsOf(client.page, width), 'before a login').toEqual([]);

    await client.page.fill('#token', 'no token');
    await client.page.click('#log-in');
    await client.shows('#refusal', 'UNAUTHORIZED');
    expect(await faultsOf(client.page, width), 'with an error').toEqual([]);

    await client.page.fill('#token', tokenOf('alice'));
    await client.page.click('#log-in');
    await client.reaches('connected');
    for (const name of ['news', 'a-channel-with-a-name-that-is-much-too-long-for-a-phone', '@bob']) await client.join(name);
    await client.publish(`hello ${'x'.repeat(200)}`);
    await client.allAnswered();
    const bob = await pages.open(broker, tokenOf('bob'));
    await bob.join('news');
    await bob.publish('to be read');
    await client.unread('news').filter({ visible: true, hasText: '1' }).waitFor();
    await client.sendFrame('@label=1 SUBSCRIBE:bad name');
    await client.shows('#refusal', 'BAD_CHANNEL');
    expect(await faultsOf(client.page, width), 'with messages').toEqual([]);

    await broker.kill();
    await client.loses();
    expect(await faultsOf(client.page, width), 'without a broker').toEqual([]);
  });

  test.each(WIDTHS)('nor does it in the first client, at %i px', async (width) => {
    const broker = await pages.start(main);
    const page = await pages.goTo(`${broker.url.replace('ws:', 'http:')}/first`);
    await page
      .locator('output')
      .filter({ hasText: /^Connected/ })
      .waitFor();
    await page.click('#subscribe button');
    await page.locator('li').filter({ hasText: 'UNAUTHORIZED' }).waitFor();
    expect(await faultsOf(page, width)).toEqual([]);
  });

  test('keys alone do: log in, subscribe, publish, read, send a frame, and dismiss its error', async () => {
    const broker = await pages.start(main);
    const client = await pages.visit(broker.url.replace('ws:', 'http:'));
    await client.reaches('login');
    const { page } = client;
    /** Presses Tab until the focus is where it should be, and sees that it is shown there. */
    const tabTo = async (selector: string) => {
      for (let steps = 0; !(await page.locator(selector).and(page.locator(':focus')).count()); steps += 1) {
        expect(steps, `Tab never reaches ${selector}`).toBeLessThan(30);
        await page.keyboard.press('Tab');
      }
      expect(await focusRingOf(page), selector).toBe('solid');
    };
    const typeAt = async (selector: string, text: string) => {
      await tabTo(selector);
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    await typeAt('#token', tokenOf('alice'));
    await client.reaches('connected');
    await typeAt('#channel', 'news');
    await typeAt('#channel', 'sport');
    await tabTo('.conversation >> nth=0');
    await page.keyboard.press('Enter');
    await client.shows('#title', 'news');
    await typeAt('#body', 'by hand');
    await client.messages('by hand').waitFor();
    await typeAt('#raw', 'hello');
    await client.shows('#refusal', 'BAD_FRAME');
    await tabTo('#dismiss');
    await page.keyboard.press('Enter');
    await page.locator('#problem').waitFor({ state: 'hidden' });
  });
});
