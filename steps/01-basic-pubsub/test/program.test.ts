// Stage 01 as a program: the page that it serves, and what it says of a setting that is wrong. What any broker must do is in the suite.

import { fileURLToPath } from 'node:url';
import { Broker } from '@workshop/checks';
import { afterAll, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const brokers: Broker[] = [];

function prepare(settings: Record<string, string> = {}): Broker {
  const broker = new Broker({ command: [process.execPath, main] }, settings);
  brokers.push(broker);
  return broker;
}

afterAll(() => Promise.all(brokers.map((broker) => broker.remove())));

async function failing(settings: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
  const process = prepare(settings).launch();
  const { code } = await process.exit;
  await process.closed;
  return { code, stderr: process.stderr.text };
}

test('the client page is served at the address, and nothing else is', async () => {
  const { url } = await prepare().start();
  const address = url.replace('ws:', 'http:');
  const page = await fetch(address);
  expect([page.status, page.headers.get('content-type'), (await page.text()).slice(0, 15).toLowerCase()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<!doctype html>',
  ]);
  for (const path of ['/etc/passwd', '//', '//[']) expect((await fetch(`${address}${path}`)).status).toBe(404);
});

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['MAX_FRAME_BYTES', 'ten'],
  ['MAX_FRAME_BYTES', '0'],
  ['MAX_BUFFER_BYTES', '1.5'],
  ['PING_INTERVAL_MS', '99999999999'],
])('%s=%s ends it with one line that says what to give', async (name, value) => {
  expect(await failing({ [name]: value })).toEqual({ code: 1, stderr: expect.stringMatching(new RegExp(`^${name}=${value}.*give .*\n$`)) });
});
