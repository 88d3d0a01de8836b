// The playgrounds of the built site, in a real Chromium: every scene reaches its end on the stage's own code.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLike, type StageScenes } from '../.vitepress/theme/playground/scene.ts';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { readPages } from './pages.ts';
import { type Served, serve } from './serve.ts';
import { type BuiltSite, buildSite } from './site.ts';

const MAX_KILOBYTES = 300;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const stages = await Promise.all(
  readPages()
    .filter(({ text }) => text.includes('<Playground '))
    .map(async ({ name }) => {
      const stage = name.replace('.md', '');
      const { scenes } = (await import(`../.vitepress/theme/playground/scenes/${stage}.ts`)) as { readonly scenes: StageScenes };
      return { stage, scenes: scenes.scenes };
    }),
);

describe.skipIf(!hasChromium)(titled('the playground'), () => {
  let site: BuiltSite;
  let served: Served;
  let browser: Browser;

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

  /** A page, and what it complains about or asks elsewhere for. */
  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
    page.on('request', (request) => {
      if (!request.url().startsWith(served.address) && !/^data:|^blob:/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(`${served.address}/${path}`, { waitUntil: 'networkidle' });
    return { page, complaints };
  }

  async function scrollTo(page: Page): Promise<Locator> {
    await page.locator('#playground').scrollIntoViewIfNeeded();
    await page.locator('.client .connected').first().waitFor();
    return page.locator('#playground');
  }

  async function hurry(page: Page): Promise<void> {
    const faster = page.getByRole('button', { name: 'Faster' });
    while (await faster.isEnabled()) await faster.click();
  }

  async function framesOf(page: Page): Promise<Record<string, string[]>> {
    const clients = await page
      .locator('[data-client]')
      .evaluateAll((cards) =>
        cards.map((card): [string, string[]] => [
          card.getAttribute('data-client') ?? '',
          Array.from(card.querySelectorAll('[data-frame]'), (frame) => frame.getAttribute('data-frame') ?? ''),
        ]),
      );
    return Object.fromEntries(clients.map(([name, frames]) => [name, frames.filter((frame) => !frame.includes('OK:AUTH:'))]));
  }

  async function complaintsOfAxe(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run('#playground');
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
    });
  }

  const end = (page: Page, scene: string) => page.locator(`[data-done=${scene}]`).waitFor({ timeout: 40_000 });

  /** Whether everyone has got what the scene says. */
  async function expectEnds(page: Page, stage: string, id: string): Promise<void> {
    const scene = stages.find((each) => each.stage === stage)?.scenes.find((each) => each.id === id);
    const got = await framesOf(page);
    for (const [who, wanted] of Object.entries(scene?.ends ?? {})) {
      const frames = got[who] ?? [];
      const isRight = frames.length === wanted.length && wanted.every((like, n) => isLike(like, frames[n] ?? ''));
      expect(isRight ? wanted : frames, `${stage}, ${id}: what ${who} got`).toEqual(wanted);
    }
  }

  test.concurrent.each(stages)('$stage: every scene is played to its end by clicks', { timeout: 120_000 }, async ({ stage, scenes }) => {
    const { page, complaints } = await open(stage);
    await scrollTo(page);
    await hurry(page);
    for (const { id } of scenes) {
      await page.locator(`[data-scene=${id}]`).click();
      await end(page, id);
      await expectEnds(page, stage, id);
    }
    expect(await complaintsOfAxe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.concurrent.each(stages)('$stage: on a phone, dark, and without motion', { timeout: 120_000 }, async ({ stage, scenes }) => {
    const { page, complaints } = await open(stage, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      hasTouch: true,
    });
    const height = await page.locator('#playground').evaluate((place) => place.clientHeight);
    const place = await scrollTo(page);
    expect(await place.evaluate(({ clientHeight, scrollHeight }) => [clientHeight, scrollHeight])).toEqual([height, height]);
    await hurry(page);
    const [first] = scenes;
    const places = page.evaluate(() => {
      const seen = new Set<string>();
      const look = () => document.querySelectorAll<HTMLElement>('.chip').forEach(({ style }) => seen.add(style.top));
      new MutationObserver(look).observe(document.querySelector('#playground') as Element, {
        subtree: true,
        childList: true,
        attributes: true,
      });
      return new Promise<string[]>((resolve) => {
        const timer = setInterval(() => {
          if (!document.querySelector('[data-done]')) return;
          clearInterval(timer);
          resolve([...seen]);
        }, 50);
      });
    });
    await page.locator(`[data-scene=${first?.id}]`).tap();
    await end(page, first?.id ?? '');
    expect(await places).toEqual(['50%']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await complaintsOfAxe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.concurrent.each([
    ['01-basic-pubsub', 'twice'],
    ['02-persistence', 'crash'],
  ])('%s: keys alone play a scene, pause it, and bring each frame', { timeout: 60_000 }, async (stage, id) => {
    const { page } = await open(stage);
    await scrollTo(page);
    const isInside = () => page.evaluate(() => document.activeElement?.classList.contains('panes'));
    await page.locator('#see-it a').focus();
    while (!(await isInside())) await page.keyboard.press('Tab');
    const number = stages.find((each) => each.stage === stage)?.scenes.findIndex((scene) => scene.id === id) ?? 0;
    await page.keyboard.press(String(number + 1));
    await page.locator('.chip').first().waitFor();
    await page.keyboard.press('Space');
    await page.locator('.bar [aria-pressed=true]', { hasText: 'Go on' }).waitFor();
    const done = page.locator(`[data-done=${id}]`);
    while ((await done.count()) === 0) await page.keyboard.press('.');
    await expectEnds(page, stage, id);
    await page.keyboard.press('Space');

    // What is typed is no command.
    await page.locator('.client input').first().focus();
    await page.keyboard.type('PUBLISH:news:1 + 2. - 3');
    await page.keyboard.press('Enter');
    await page.locator('.log .frame', { hasText: 'PUBLISH:news:1 + 2. - 3' }).waitFor();
    expect(await page.locator('.bar [aria-pressed=true]', { hasText: 'Go on' }).count()).toBe(0);
    await page.context().close();
  });

  test('a prediction is played where its link leads', async () => {
    const { page } = await open('01-basic-pubsub');
    const predict = page.locator('.predict').nth(1);
    await predict.locator('summary').click();
    await predict.getByRole('link', { name: 'See it played' }).click();
    await page.locator('[data-scene=too-late][aria-pressed=true]').waitFor();
    await hurry(page);
    await end(page, 'too-late');
    await page.context().close();
  });

  test.each(stages)('$stage: a first load is light, and has no playground in it', async ({ stage }) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    const bodies: Promise<[string, number]>[] = [];
    page.on('response', (response) => {
      if (response.request().headers()['sec-purpose'] === 'prefetch') return;
      const size = async (): Promise<[string, number]> => [response.url(), gzipSync(await response.body()).length];
      bodies.push(size());
    });
    await page.goto(`${served.address}/${stage}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(bodies);
    expect(sizes.filter(([url]) => /Playground|plans|worker|scenes/.test(url))).toEqual([]);
    expect(sizes.reduce((sum, [, size]) => sum + size, 0) / 1000).toBeLessThan(MAX_KILOBYTES);
    await page.context().close();
  });

  test('without JavaScript, a sentence says what would be here', async () => {
    const { page } = await open('01-basic-pubsub', { javaScriptEnabled: false });
    expect(await page.locator('#playground').innerText()).toContain('That needs JavaScript');
    await page.context().close();
  });

  test('the same panes talk to the reader’s own broker, and say what to run where there is none', { timeout: 60_000 }, async () => {
    const broker = spawn(process.execPath, ['src/main.ts'], {
      cwd: fileURLToPath(new URL('../../steps/01-basic-pubsub', import.meta.url)),
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(broker.stdout, 'data')) as [Buffer];
    const [, port = ''] = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(String(printed)) ?? [];
    const { page } = await open('01-basic-pubsub');
    // Port 8765 of this machine may be somebody else's.
    await page.evaluate((port) => {
      const { WebSocket } = globalThis;
      globalThis.WebSocket = class extends WebSocket {
        constructor(url: string | URL) {
          super(String(url).replace('localhost:8765', `127.0.0.1:${port}`));
        }
      };
    }, port);
    await scrollTo(page);
    await hurry(page);
    await page.getByRole('button', { name: 'your own' }).click();
    const bob = page.locator('[data-client=bob]');
    await bob.locator('.connected').waitFor();
    await bob.getByRole('button', { name: 'SUBSCRIBE:news', exact: true }).click();
    await page.locator('.log .frame', { hasText: 'SUBSCRIBE:news' }).waitFor();
    await page.locator('[data-client=alice]').getByRole('button', { name: 'PUBLISH:news:Hi' }).click();
    await bob.locator('[data-frame="MSG:news:Hi"]').waitFor();

    broker.kill();
    await bob.locator('.away', { hasText: 'closed, 1001' }).waitFor();
    await once(broker, 'exit');
    await page.getByRole('button', { name: 'your own' }).click();
    await page
      .locator('.own', { hasText: 'Nobody answers at ws://localhost:8765. Start a broker with pnpm --filter 01-basic-pubsub dev' })
      .waitFor();
    await page.context().close();
  });
});
