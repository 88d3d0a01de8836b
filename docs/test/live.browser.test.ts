// `pnpm start` and the page together: what is saved in an exercise shows in the chapter's checklist.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadStages, stageNamed } from '@workshop/cli/stages';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { writeExercise } from './commands.ts';
import { copyWorkshop, type WorkshopCopy } from './workshop-copy.ts';

describe.skipIf(!hasChromium)(titled('the checklist'), () => {
  let copy: WorkshopCopy;
  let start: ChildProcess;
  let ended: Promise<unknown>;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    copy = copyWorkshop();
    start = spawn(process.execPath, [join(copy.folder, 'shared/workshop/run.mjs'), 'start'], {
      cwd: copy.folder,
      env: { ...process.env, NO_COLOR: '1', CI: 'true', npm_config_user_agent: 'pnpm/12.0.0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ended = once(start, 'exit');
    address = await new Promise((resolve, reject) => {
      let printed = '';
      start.stdout?.on('data', (chunk: Buffer) => {
        printed += String(chunk);
        const [, found] = /Local: +(http:\S+)\/\s/.exec(printed) ?? [];
        if (found) resolve(found);
      });
      void ended.then(() => reject(new Error(`pnpm start ended:\n${printed}`)));
    });
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    start?.kill('SIGTERM');
    await ended;
    copy?.remove();
  });

  test('turns green as the exercise is saved, and tells what is red', { timeout: 120_000 }, async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/01-basic-pubsub`);
    const checklist = page.locator('.checklist');
    await checklist.locator('.state', { hasText: 'Not started yet' }).waitFor();
    const { tasks } = stageNamed(await loadStages(copy.folder), '01');
    const regions = tasks.map(({ region }) => region);
    expect(await checklist.locator('li').first().innerText()).toContain(`steps/01-basic-pubsub/exercise/${tasks[0]?.file}.ts:`);

    await writeExercise(copy.folder, '01-basic-pubsub', ['all']);
    await checklist
      .locator('.state', { hasText: new RegExp(`${tasks.length} of ${tasks.length} tasks right\\.$`) })
      .waitFor({ timeout: 90_000 });
    expect(await checklist.locator('li:not(.pass, .right)').allTextContents()).toEqual([]);

    await writeExercise(copy.folder, '01-basic-pubsub', regions.slice(0, -1));
    await checklist.locator('.state', { hasText: `${tasks.length - 1} of ${tasks.length} tasks right` }).waitFor();
    await page.locator('.task li.todo').first().waitFor();
  });

  test('tells why a task is wrong, and where code cannot be run', { timeout: 60_000 }, async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/01-basic-pubsub`);
    const checklist = page.locator('.checklist');
    await writeExercise(copy.folder, '01-basic-pubsub', ['all']);
    const file = join(copy.folder, 'steps/01-basic-pubsub/exercise/pubsub.ts');
    const solved = readFileSync(file, 'utf8');
    writeFileSync(file, solved.replace('if (sessions?.size === 0) this.#subscribers.delete(channel);', ''));
    const wrong = checklist.locator('li.wrong', { hasText: '1.4' });
    await wrong.locator('pre', { hasText: 'the channel still has an entry: an empty Set' }).waitFor(); // open by itself
    writeFileSync(file, `${solved}let let = 1;\n`);
    const code = checklist.locator('.code-problem', { hasText: 'SyntaxError' });
    await code.locator('pre', { hasText: /let let = 1;\s+\|\s+\^/ }).waitFor();
    expect(await code.innerText()).toContain(`steps/01-basic-pubsub/exercise/pubsub.ts:${solved.split('\n').length}:`);
    expect(await checklist.locator('li.fail, li.wrong').count()).toBe(0);
    writeFileSync(file, solved);
    await checklist.locator('.state', { hasText: 'of 6 tasks right' }).waitFor();
    await page.close();
  });

  test('the last page counts what is right, and asks for a file to be opened that is there', { timeout: 60_000 }, async () => {
    const page = await browser.newPage();
    await writeExercise(copy.folder, '01-basic-pubsub', ['all']);
    await page.goto(`${address}/your-network`);
    await page.locator('table small', { hasText: '6 of 6 tasks right' }).waitFor();
    const { promise, resolve } = Promise.withResolvers<URL>();
    await page.route('**/__open-in-editor*', async (route) => {
      resolve(new URL(route.request().url()));
      await route.fulfill({ body: '' });
    });
    await page.locator('table button', { hasText: 'pubsub.ts' }).click();
    const file = (await promise).searchParams.get('file') ?? '';
    expect(existsSync(join(copy.folder, 'docs', file)), `${file} is not there`).toBe(true);
    expect(page.url()).toBe(`${address}/your-network`);
    await page.close();
  });

  // A browser opens at most six HTTP/1.1 connections to one host, over all of its tabs.
  test('eight tabs are live, and those that are left when some are closed', { timeout: 120_000 }, async () => {
    const context = await browser.newContext();
    const tabs: Page[] = [];
    for (let n = 0; n < 8; n += 1) {
      const tab = await context.newPage();
      tabs.push(tab);
      await tab.goto(`${address}/01-basic-pubsub`);
      await tab.locator('.checklist .lamp.live').waitFor();
    }
    for (const tab of tabs.splice(0, 4)) await tab.close();
    await writeExercise(copy.folder, '01-basic-pubsub', ['none']);
    for (const tab of tabs) await tab.locator('.checklist .state', { hasText: 'Not started yet' }).waitFor();
    await context.close();
  });
});
