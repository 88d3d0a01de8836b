// The exercises in the page, in a real Chromium and a real Firefox: from an empty profile to all green, mistakes as the terminal tells them, and what is kept.

import { readFileSync } from 'node:fs';
import { pageTable } from '@workshop/checks/page';
import { bodyOf } from '@workshop/cli/regions';
import { finishedFile, loadStages, type Stage, stageNamed } from '@workshop/cli/stages';
import type { Task } from '@workshop/cli/tasks';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { hasFirefox, launchFirefox, titledFirefox } from './firefox.ts';
import { type Served, serve } from './serve.ts';
import { BUILD_LIMIT_MS, type BuiltSite, buildSite } from './site.ts';

const inPage = pageTable().flatMap(({ stage, inPage: checks }) => (checks.length > 0 ? [stage] : []));
const stages = (await loadStages()).filter(({ name }) => inPage.includes(name));
const first = stageNamed(stages, '01');
/** What the checklist says once nothing more runs. */
const ALL_RIGHT = /6 of 6 tasks right\.$/;

const finished = (stage: Stage, { file, region }: Task) => bodyOf(readFileSync(finishedFile(stage, file), 'utf8'), region) ?? '';

let site: BuiltSite;
let served: Served;
beforeAll(async () => {
  if (!hasChromium && !hasFirefox) return;
  site = await buildSite();
  served = await serve(site.folder);
}, BUILD_LIMIT_MS);
afterAll(async () => {
  await served?.close();
  site?.remove();
});

describe.skipIf(!hasChromium)(titled('the exercise in the page'), () => {
  let browser: Browser;
  let context: BrowserContext;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await context.close();
    complaints.length = 0;
  });

  /** A chapter in an empty profile. */
  async function open(stage: Stage, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on(
      'request',
      (request) => /^(?:data|blob):/.test(request.url()) || request.url().startsWith(served.address) || complaints.push(request.url()),
    );
    await page.goto(`${served.address}/${stage.name}`, { waitUntil: 'networkidle' });
    return page;
  }

  const cardOf = (page: Page, { number }: Task): Locator => page.locator(`[id="task-${number}"]`);

  /** Opens the editor of a task: what is to be written is selected then. */
  async function edit(page: Page, task: Task): Promise<Locator> {
    const card = cardOf(page, task);
    await card.getByRole('button', { name: /Write it here|Go on here/ }).click();
    await card.locator('.cm-content:focus').waitFor();
    return card;
  }

  /** Writes a task. */
  async function write(page: Page, task: Task, text: string): Promise<Locator> {
    const card = await edit(page, task);
    await page.keyboard.insertText(text.trim());
    return card;
  }

  const taskOf = (stage: Stage, region: string) => stage.tasks.find((task) => task.region === region) as Task;

  test('chapter 1 is solved in the page, from nothing to all green', { timeout: 120_000 }, async () => {
    const page = await open(first);
    for (const task of first.tasks) {
      const card = await write(page, task, finished(first, task));
      await card.locator('li.right, li.waiting').first().waitFor();
    }
    const checklist = page.locator('.checklist');
    await checklist.locator('.state', { hasText: ALL_RIGHT }).waitFor({ timeout: 60_000 });
    const elsewhere = checklist.locator('li.unknown');
    expect(await checklist.locator('li:not(.pass, .right, .unknown)').count()).toBe(0);
    for (const text of await elsewhere.allTextContents()) expect(text).toContain('on your machine, with pnpm test 01: ');
    expect(await checklist.locator('li.pass').count()).toBeGreaterThan(await elsewhere.count());

    await page.reload({ waitUntil: 'networkidle' });
    await checklist.locator('.state', { hasText: ALL_RIGHT }).waitFor();
    const card = await edit(page, taskOf(first, 'leave'));
    expect(await card.locator('.cm-content').innerText()).toContain(finished(first, taskOf(first, 'leave')).trim());
    expect(complaints).toEqual([]);
  });

  test.each(stages.slice(1).map((stage): [string, Stage] => [stage.name, stage]))(
    'a task of %s',
    { timeout: 120_000 },
    async (_name, stage) => {
      const [task] = stage.tasks as [Task];
      const page = await open(stage);
      const card = await write(page, task, finished(stage, task));
      await card.locator('li.right, li.waiting').first().waitFor({ timeout: 60_000 });
      expect(complaints).toEqual([]);
    },
  );

  test('mistakes are told as in the terminal, and the page stays alive', { timeout: 60_000 }, async () => {
    const page = await open(first);
    const task = taskOf(first, 'subscribe');
    const place = (column: number) => `steps/01-basic-pubsub/exercise/pubsub.ts:23:${column}`;

    const card = await write(page, task, 'const sessions = = 1;');
    const problem = card.locator('.code-problem');
    await problem.locator('b', { hasText: 'SyntaxError: ' }).waitFor();
    expect(await problem.innerText()).toContain(place(22));
    expect(await problem.locator('pre').innerText()).toMatch(/> 23 \| {5}const sessions = = 1;\n {4} \| {22}\^/);

    const rewrite = async (text: string) => {
      await card.locator('.cm-line.cm-openLine').first().click();
      await page.keyboard.press('Home');
      await page.keyboard.press('Shift+End');
      await page.keyboard.insertText(text);
    };
    await rewrite('for (;;) this.readers(channel);');
    const story = card.locator('li.wrong pre');
    await story.filter({ hasText: 'EndlessLoop: this ran for 2 s, and nothing else got its turn' }).waitFor();
    expect(await story.innerText()).toContain('steps/01-basic-pubsub/exercise/pubsub.ts:23');

    await rewrite('process.exit(1);');
    await story.filter({ hasText: 'ProcessExit: process.exit(1) ends the broker' }).waitFor();
    expect(await story.innerText()).toContain(place(13));

    await rewrite('session.channels.add(channel);');
    await story.filter({ hasText: 'it threw TypeError: ' }).waitFor();
    expect(await story.innerText()).toContain(place(22));
    expect(await story.innerText()).toMatch(/> 23 \| {5}session\.channels\.add\(channel\);\n/);

    await rewrite(finished(first, task).trim());
    await card.locator('li.right').waitFor();
    expect(complaints).toEqual([]);
  });

  test('what is given cannot be changed, and says why; keys alone suffice', async () => {
    const page = await open(first);
    const task = taskOf(first, 'subscribe');
    const card = cardOf(page, task);
    await card.getByRole('button', { name: 'Write it here' }).focus();
    await page.keyboard.press('Enter');
    await card.locator('.cm-content:focus').waitFor();
    const before = await card.locator('.cm-content').innerText();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('x');
    await card.getByRole('alert').filter({ hasText: 'read-only' }).waitFor();
    expect(await card.locator('.cm-content').innerText()).toBe(before);
    await page.keyboard.press('Control+Enter');
    await card.getByRole('status').filter({ hasText: 'To do.' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Hint 1 of 3');
    await page.keyboard.press('Enter');
    expect(await card.locator('.hints li').innerText()).toContain('The broker keeps a table');
    expect(complaints).toEqual([]);
  });

  test('a task is reset, what was there is kept, and files are taken along and brought in', async () => {
    const page = await open(first);
    const task = taskOf(first, 'subscribe');
    const card = await write(page, task, '// mine');
    const text = card.locator('.cm-content');
    await card.getByRole('button', { name: 'Reset this task' }).click();
    expect(await text.innerText()).not.toContain('// mine');
    await card.locator('.files summary').click();
    await card.getByRole('button', { name: 'Go back to this pubsub.ts' }).click();
    expect(await text.innerText()).toContain('// mine');

    const download = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Download pubsub.ts' }).click();
    const saved = await (await download).path();
    const taken = readFileSync(saved, 'utf8');
    expect(taken).toContain('    // #region subscribe\n    // mine\n    // #endregion subscribe\n');
    await card
      .getByLabel('Bring in files')
      .setInputFiles({ name: 'pubsub.ts', mimeType: '', buffer: Buffer.from(taken.replace('// mine', '// brought')) });
    await card.locator('.cm-content', { hasText: '// brought' }).waitFor();

    const whole = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Download the whole exercise' }).click();
    const zip = readFileSync(await (await whole).path());
    await card.getByRole('button', { name: 'Reset this task' }).click();
    expect(await text.innerText()).not.toContain('// brought');
    await card.getByLabel('Bring in files').setInputFiles({ name: '01-basic-pubsub.zip', mimeType: 'application/zip', buffer: zip });
    await card.locator('.cm-content', { hasText: '// brought' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the editor stays where the reader looks, while the list above it tells more or less', async () => {
    const page = await open(first);
    const card = await write(page, taskOf(first, 'subscribe'), 'session.channels?.add(channel);');
    await card.locator('li.wrong').waitFor();
    const top = async () => (await card.locator('.place').boundingBox())?.y;
    const before = await top();
    await page.keyboard.type(" throw new Error('from here');");
    await card.locator('li.wrong', { hasText: 'from here' }).first().waitFor();
    expect(Math.abs(((await top()) ?? 0) - (before ?? 0))).toBeLessThan(3);
    expect(complaints).toEqual([]);
  });

  test('what was left in the middle of a run is judged when its editor is opened again', async () => {
    const page = await open(first);
    await write(page, taskOf(first, 'subscribe'), '// mine');
    await page.reload();
    const card = await edit(page, taskOf(first, 'subscribe'));
    await card.locator('li.wrong').waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in an open editor, and it fits a phone: %s',
    { timeout: 60_000 },
    async (colorScheme) => {
      const page = await open(first, { colorScheme, viewport: { width: 360, height: 740 } });
      const card = await write(page, taskOf(first, 'subscribe'), 'session.channels.add(channel);');
      await card.locator('li.wrong').waitFor();
      await card.getByRole('button', { name: 'Hint 1 of 3' }).click();
      await card.getByRole('button', { name: 'Compare with the finished code' }).click();
      await card.locator('.files summary').click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await page.addScriptTag({ content: readFileSync(new URL(import.meta.resolve('axe-core')), 'utf8') });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        const { violations: found } = await axe.run('.task, .checklist');
        return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});

describe.skipIf(!hasFirefox)(titledFirefox('the exercise in a Firefox'), () => {
  test('chapter 1 is solved key by key, from an empty profile to all green', { timeout: 180_000 }, async () => {
    const browser = await launchFirefox();
    try {
      const complaints: string[] = [];
      const page = await browser.newPage();
      page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(`${served.address}/${first.name}`, { waitUntil: 'load' });
      for (const task of first.tasks) {
        const card = `[id="task-${task.number}"]`;
        await (await page.waitForSelector(`${card} .way button`))?.click();
        await page.waitForSelector(`${card} .cm-content:focus`);
        // The editor indents each line by itself, and closes what is opened.
        for (const [index, line] of finished(first, task).trim().split('\n').entries()) {
          if (index > 0) await page.keyboard.press('Enter');
          await page.keyboard.type(line.trim());
        }
        await page.waitForSelector(`${card} :is(li.right, li.waiting)`, { timeout: 30_000 });
      }
      await page.waitForFunction(
        (allRight) => new RegExp(allRight).test(document.querySelector('.checklist .state')?.textContent?.trim() ?? ''),
        { timeout: 60_000 },
        ALL_RIGHT.source,
      );
      expect(await page.$$eval('.checklist li:not(.pass, .right, .unknown)', (red) => red.map(({ textContent }) => textContent))).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
