// Stage 01 as a program: what it says to the person who starts it, and the page that it serves. What any broker must do is in the suite.

import { fileURLToPath } from 'node:url';
import { Broker } from '@workshop/checks';
import { afterAll, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const brokers: Broker[] = [];

function prepare(settings: Record<string, string> = {}, ...args: string[]): Broker {
  const broker = new Broker({ command: [process.execPath, main, ...args] }, settings);
  brokers.push(broker);
  return broker;
}

afterAll(() => Promise.all(brokers.map((broker) => broker.remove())));

async function failing(settings: Record<string, string>, ...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const process = prepare(settings, ...args).launch();
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
  ['HOST', 'no.such.host.invalid'],
])('%s=%s ends it with one line that says what to give', async (name, value) => {
  expect(await failing({ [name]: value })).toEqual({ code: 1, stderr: expect.stringMatching(new RegExp(`^${name}=${value}.*give .*\n$`)) });
});

test('a port in use ends it with one line', async () => {
  const { port } = await prepare().start();
  const line = expect.stringMatching(new RegExp(`^PORT=${port} is taken .*\n$`));
  expect(await failing({ PORT: String(port) })).toEqual({ code: 1, stderr: line });
});

test('a flag ends it with one line and code 2', async () => {
  expect(await failing({}, '--port=1')).toEqual({ code: 2, stderr: expect.stringMatching(/^.* got --port=1: .*\n$/) });
});
