// A program for the tests, which does nothing but listen.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { formatUrl, run } from '../src/run.ts';
import { integer, SettingError } from '../src/settings.ts';

const settings = {
  PORT: integer(0, 0, 65535, 'the port to listen on'),
  HOST: { fallback: '127.0.0.1', meaning: 'the address to listen on', expected: 'an address', parse: (text: string) => text },
  FAULT: { fallback: '', meaning: 'what it reports', expected: 'wrong-peer, bug, talk, close or EACCES', parse: (text: string) => text },
} as const;

await run('a-program', settings, async ({ PORT, HOST, FAULT }, report) => {
  if (FAULT === 'EACCES') throw Object.assign(new Error('listen EACCES'), { code: 'EACCES', port: PORT }); // root may listen anywhere
  const server = createServer().listen(PORT, HOST);
  await once(server, 'listening');
  if (FAULT === 'bug') report(new TypeError('a bug'));
  if (FAULT === 'wrong-peer') for (const peer of ['x', 'x', 'y']) report(new SettingError(`PEERS=${peer} is wrong: give others`));
  if (FAULT === 'talk')
    server.on('connection', (socket) =>
      socket.on('data', (line) => {
        console.error(String(line));
        socket.write('said');
      }),
    );
  return {
    url: formatUrl(server.address() as AddressInfo),
    async close() {
      await new Promise((resolve) => server.close(resolve));
      if (FAULT === 'close') throw new SettingError('DB_FILE=x cannot be written: make room');
    },
  };
});
