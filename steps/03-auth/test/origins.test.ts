// What becomes of the connection of a page that may not connect. That it is refused is in the suite.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { checkOrigin } from '../src/origins.ts';

test('one that does not hang up is not waited for: it would keep the broker from ending', async () => {
  const upgrade = checkOrigin({ ALLOWED_ORIGINS: new Set(['https://chat.example']) });
  const server = createServer().on('upgrade', upgrade).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void page.destroy());
  page.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://evil.example\r\n\r\n');
  let answer = '';
  page.on('data', (chunk) => (answer += String(chunk)));
  await once(page, 'end');
  expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n.*ALLOWED_ORIGINS/s);
  server.close();
  await once(server, 'close'); // not before its last connection is gone
});
