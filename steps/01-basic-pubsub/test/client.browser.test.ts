// The web client in a real Chromium, with stage 01's broker behind it.

import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '@workshop/cli/chromium';
import { Broker } from '@workshop/checks';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const executablePath = findChromium();
if (!executablePath && process.env['CI']) throw new Error('CI needs a Chromium: apt-get install chromium, or name one in CHROMIUM');

describe.skipIf(!executablePath)(executablePath ? 'client.html' : 'client.html (skipped: no Chromium found, name one in CHROMIUM)', () => {
  let browser: Browser;
  let broker: Broker;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    complaints.length = 0;
    broker = await new Broker({ command: [process.execPath, main] }, {}).start();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await broker.remove();
  });

  async function open(address: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
    await page.goto(address);
    return page;
  }

  const connected = (page: Page) => page.locator('#status[data-state=connected]').waitFor();
  const messages = (page: Page) => page.locator('.message');

  /** A page that is subscribed to `news`: it has seen a message of its own there. */
  async function joinNews(): Promise<Page> {
    const page = await open(broker.url.replace('ws:', 'http:'));
    await connected(page);
    await page.fill('#channel', 'news');
    await page.click('#subscribe');
    await publish(page, 'hello from a new tab');
    await messages(page).first().waitFor();
    return page;
  }

  async function publish(page: Page, text: string): Promise<void> {
    await page.fill('#body', text);
    await page.click('#publish');
  }

  test('two tabs exchange messages, and what looks like HTML is shown as text', async () => {
    const [alice, bob] = [await joinNews(), await joinNews()];
    const attack = '<img src=x onerror=alert(1)>';
    await publish(alice, attack);
    for (const page of [alice, bob]) {
      await messages(page).filter({ hasText: attack }).waitFor();
      await page.locator('#log .in').filter({ hasText: attack }).waitFor();
      expect(await page.locator('img').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  test('both survive a restart of the broker, and are subscribed again', async () => {
    const [alice, bob] = [await joinNews(), await joinNews()];
    const { port } = broker;
    await broker.kill();
    for (const page of [alice, bob])
      await page.locator('#status[data-state=reconnecting], #status[data-state=connecting]').first().waitFor();
    await broker.start({ PORT: String(port) });
    for (const page of [alice, bob]) await connected(page);
    await publish(bob, 'after the restart');
    await messages(bob).filter({ hasText: 'after the restart' }).waitFor();
    await publish(alice, 'and back');
    await messages(bob).filter({ hasText: 'and back' }).waitFor();
  });

  test('a refusal is shown, and raw frames are sent', async () => {
    const page = await joinNews();
    await page.fill('#raw', 'hello');
    await page.click('#send-raw');
    await page.locator('#refusal').filter({ hasText: 'BAD_FRAME' }).waitFor();
  });

  test('opened from disk, it talks to the broker at the address given', async () => {
    const page = await open(String(new URL(import.meta.resolve('@workshop/client'))));
    await page.fill('#address', broker.url);
    await page.click('#connect button');
    await connected(page);
    expect(fileURLToPath(page.url())).toMatch(/client\.html$/);
  });

  test('the first snippet of the tutorial works as it stands, once the socket is open', async () => {
    const page = await joinNews();
    const heard = messages(page).filter({ hasText: 'Hello world!' });
    await page.evaluate(`new Promise((resolve) => {
      let ws = new WebSocket("${broker.url}");
      ws.onopen = () => { ws.send("SUBSCRIBE:news"); ws.send("PUBLISH:news:Hello world!"); };
      ws.onmessage = resolve;
    })`);
    await heard.waitFor();
    expect(complaints).toEqual([]);
  });
});
