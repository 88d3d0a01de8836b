// Stage 01 as a program: the page that it serves, and what it says of a setting that is wrong. What any broker must do is in the suite.

import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Command, ProcessBroker } from '@workshop/checks';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** The system allows it 64 open files. */
const FEW_FILES: Command = ['sh', '-c', 'ulimit -n 64 && exec "$0" "$1"', process.execPath, main];
const brokers: ProcessBroker[] = [];

function prepare(settings: Record<string, string> = {}, command: Command = [process.execPath, main]): ProcessBroker {
  const broker = new ProcessBroker({ command }, settings);
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

test('the two clients are served with what they load, and nothing else is', async () => {
  const { url } = await prepare().start();
  const address = url.replace('ws:', 'http:');
  for (const path of ['/', '/first', '/?from=bookmark']) {
    const page = await fetch(address + path);
    const html = await page.text();
    expect([page.status, page.headers.get('content-type'), html.slice(0, 15)]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    const loaded = Array.from(html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g), ([, file]) => file ?? '');
    expect(loaded).toContain('look.css');
    for (const file of loaded) {
      const { status, headers } = await fetch(new URL(file, address));
      expect([file, status, headers.get('content-type')]).toEqual([
        file,
        200,
        `text/${file.endsWith('.js') ? 'javascript' : 'css'}; charset=utf-8`,
      ]);
    }
  }
  for (const path of ['/etc/passwd', '//', '//[', '/client', '/client/../package.json', '/serve.ts'])
    expect((await fetch(`${address}${path}`)).status).toBe(404);
});

test("a client that asks for HTTP/2 in place of a WebSocket gets the page, as Java's does by itself", async () => {
  const { url } = await prepare().start();
  const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAoAAAAAIAAAAA' };
  const [response] = (await once(get(url.replace('ws:', 'http:'), { headers }), 'response')) as [IncomingMessage];
  expect([response.statusCode, (await text(response)).slice(0, 15)]).toEqual([200, '<!doctype html>']);
});

/** Resolves to a client that is in, or to the refusal that it got. */
async function join(url: string): Promise<WebSocket | string> {
  const client = new WebSocket(url);
  onTestFinished(() => client.terminate());
  client.on('error', () => {});
  const refused = once(client, 'unexpected-response').then(
    async ([, response]: IncomingMessage[]) => response && `${response.statusCode}: ${await text(response)}`,
  );
  return (await Promise.race([once(client, 'open').then(() => client), refused])) ?? 'nothing';
}

test('one client more than MAX_CONNECTIONS is told so, and let in when another has left', async () => {
  const { url } = await prepare({ MAX_CONNECTIONS: '2' }).start();
  const clients = [await join(url), await join(url)];
  expect(clients).toEqual([expect.any(WebSocket), expect.any(WebSocket)]);
  expect(await join(url)).toMatch(/^503: .*MAX_CONNECTIONS/);
  (clients[0] as WebSocket).close();
  await expect.poll(() => join(url)).toBeInstanceOf(WebSocket);
});

test.skipIf(process.platform === 'win32')('where the system allows few open files, the last client is told, too', async () => {
  const { url } = await prepare({}, FEW_FILES).start();
  let last: WebSocket | string = '';
  for (let n = 0; n < 64 && typeof (last = await join(url)) !== 'string';) n += 1;
  expect(last).toMatch(/^503: .*MAX_CONNECTIONS/);
});

test.skipIf(process.platform === 'win32')('strangers that use up the open files harm nobody who was there before', async () => {
  const broker = await prepare({}, FEW_FILES).start();
  const alice = (await join(broker.url)) as WebSocket;
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const load = async (): Promise<string> => {
    const [response] = (await once(get(broker.url.replace('ws:', 'http:'), { agent }), 'response')) as [IncomingMessage];
    return `${response.statusCode}, ${(await text(response)).length > 1000 ? 'the page' : 'something else'}`;
  };
  expect(await load()).toBe('200, the page');
  const strangers = Array.from({ length: 64 }, () => connect(broker.port, '127.0.0.1').on('error', () => {}));
  onTestFinished(() => strangers.forEach((stranger) => stranger.destroy()));
  await Promise.any(strangers.map((stranger) => once(stranger.resume(), 'close'))); // they are too many
  expect(await load()).toBe('200, the page');
  alice.send('SUBSCRIBE:news');
  alice.send('PUBLISH:news:here');
  expect(String((await once(alice, 'message'))[0])).toBe('MSG:news:here');
  expect(broker.alive).toBe(true);
});

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['MAX_FRAME_BYTES', 'ten'],
  ['MAX_FRAME_BYTES', '0'],
  ['MAX_FRAME_BYTES', String(2 ** 29)], // no string in Node could hold it
  ['MAX_BUFFER_BYTES', '1.5'],
  ['PING_INTERVAL_MS', '99999999999'],
])('%s=%s ends it with one line that says what to give', async (name, value) => {
  expect(await failing({ [name]: value })).toEqual({ code: 1, stderr: expect.stringMatching(new RegExp(`^${name}=${value}.*give .*\n$`)) });
});
