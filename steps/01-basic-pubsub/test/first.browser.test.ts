// The first client, which chapter 1 teaches, in a real Chromium.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describePages } from '@workshop/client/pages';

const main = new URL('../src/main.ts', import.meta.url);
const FILE = import.meta.resolve('@workshop/client/first');

test('the script has at most 60 lines', () => {
  expect(readFileSync(new URL('first.js', FILE), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

describePages('first.html on stage 01', (pages) => {
  const reaches = (page: Page, status: 'Connected' | 'Disconnected') =>
    page
      .locator('output')
      .filter({ hasText: new RegExp(`^${status}`) })
      .waitFor();
  const lines = (page: Page, text: string) => page.locator('li').filter({ hasText: text });

  async function subscribe(page: Page, channel = 'news'): Promise<void> {
    await reaches(page, 'Connected');
    await page.fill('#subscribe input', channel);
    await page.click('#subscribe button');
  }

  async function publish(page: Page, body: string): Promise<void> {
    await page.fill('#publish [name=body]', body);
    await page.click('#publish button');
  }

  test('two pages exchange messages, and what looks like HTML is shown as text', async () => {
    const { url } = await pages.start(main);
    const address = `${url.replace('ws:', 'http:')}/first`;
    const [alice, bob] = [await pages.goTo(address), await pages.goTo(address)];
    await subscribe(alice);
    await subscribe(bob);
    await publish(bob, 'hello');
    await lines(bob, 'news: hello').waitFor(); // Bob's own copy: by now, he is subscribed
    const attack = '<img src=x onerror=alert(1)>:and:colons';
    await publish(alice, attack);
    for (const page of [alice, bob]) {
      await lines(page, `news: ${attack}`).waitFor();
      expect(await page.locator('img').count()).toBe(0);
    }
    await subscribe(alice, '<b>');
    await lines(alice, 'ERROR:BAD_CHANNEL').filter({ hasText: '<b>' }).waitFor();
    expect(await alice.locator('b').count()).toBe(0);
  });

  test('it comes back after a restart of the broker, subscribed, and loses nothing that was typed meanwhile', async () => {
    const broker = await pages.start(main);
    const { port } = broker;
    const page = await pages.goTo(`${broker.url.replace('ws:', 'http:')}/first`);
    await subscribe(page);
    await publish(page, 'before');
    await lines(page, 'news: before').waitFor();
    await broker.kill();
    await reaches(page, 'Disconnected');
    await publish(page, 'after');
    expect(await page.inputValue('#publish [name=body]')).toBe('after');
    await broker.start({ PORT: String(port) });
    await reaches(page, 'Connected');
    await page.click('#publish button');
    await lines(page, 'news: after').waitFor();
  });

  test('it waits longer after each failure, up to a limit, and each time by chance a little more or less', async () => {
    const page = await pages.goTo(FILE);
    await page.clock.install();
    // Each attempt fails at once: the wait between two of them is all that the clock shows.
    await page.addInitScript(() => {
      const attempts: number[] = [];
      Object.assign(globalThis, {
        attempts,
        WebSocket: class extends EventTarget {
          constructor() {
            super();
            attempts.push(Date.now());
            queueMicrotask(() => this.dispatchEvent(new Event('close')));
          }
        },
      });
    });
    await page.reload();
    await page.clock.runFor(60_000);
    const attempts = await page.evaluate(() => (globalThis as unknown as { attempts: number[] }).attempts);
    const waits = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    for (const [attempt, wait] of waits.entries()) {
      const longest = Math.min(5000, 250 * 2 ** attempt);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(longest / 2));
      expect(wait).toBeLessThanOrEqual(longest + 1);
    }
    expect(new Set(waits.slice(5)).size, 'with jitter, no two waits at the limit are equal').toBeGreaterThan(1);
  });

  test('opened from disk, it talks to port 8765', async () => {
    const asked: string[] = [];
    await pages.goTo(FILE, (route) => void asked.push(route.url()));
    expect(asked).toEqual(['ws://localhost:8765/']);
  });
});
