// Getting started has its reader talk to the broker from a browser's console: done here as it is printed, but for the port.

import { join } from 'node:path';
import { ProcessBroker } from '@workshop/checks';
import { expect, onTestFinished, test } from 'vitest';
import { hasChromium, launchChromium, titled } from './chromium.ts';
import { DOCS, readPages } from './pages.ts';

test.skipIf(!hasChromium)(titled('the console of the page that Getting started names can talk to the broker'), async () => {
  const { text = '', fences = [] } = readPages().find(({ name }) => name === 'getting-started.md') ?? {};
  const [before = '', section = ''] = text.split(/^(?=## Talk to it yourself|## How the workshop works)/m);
  const [, named = 'about:blank'] = /<(http[^>]+)>/.exec(section) ?? []; // no page: that is an empty tab
  const [first, last] = [before, before + section].map((part) => part.split('\n').length) as [number, number];
  const scripts = fences.filter(({ language, line }) => language === 'js' && line >= first && line < last);
  expect(scripts).toHaveLength(2);

  const broker = new ProcessBroker({ command: [process.execPath, join(DOCS, '../steps/01-basic-pubsub/src/main.ts')] }, {});
  onTestFinished(() => broker.remove());
  await broker.start();
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const here = (printed: string) => printed.replaceAll(':8765', `:${broker.port}`);

  const page = await browser.newPage();
  await page.goto(here(named));
  const session = await page.context().newCDPSession(page);
  /** As in the console: what one entry declares, the next one knows. */
  const type = (expression: string) => session.send('Runtime.evaluate', { expression, replMode: true, awaitPromise: true });
  const [connect, publish] = scripts.map((script) => here(script.text)) as [string, string];
  await type(connect);
  const settled = 'await new Promise((resolve) => ws.readyState > 0 ? resolve() : (ws.onopen = ws.onclose = resolve))';
  await type(settled);
  expect((await type('ws.readyState')).result.value, 'the socket is not open').toBe(1);
  const said = page.waitForEvent('console', (message) => message.text() === 'MSG:news:Hello world!');
  await Promise.all([said, type(publish)]);
});
