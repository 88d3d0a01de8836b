// How brokers say where they listen: whatever else they print, they are found, or the verdict says what is wrong with the line.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Command, Result } from '../src/index.ts';
import { grade } from '../src/index.ts';

const LIMIT_MS = 60_000;
const PATIENCE_MS = 1000;

/** A broker of stage 01 that passes the basics, and prints what `print` writes: it is given the `port`. */
function broker(print: string, host = '127.0.0.1'): Command {
  const source = `
    import { WebSocketServer } from 'ws';
    const channels = new Map();
    const server = new WebSocketServer({ port: 0, host: ${JSON.stringify(host)} }, () => {
      const { port } = server.address();
      const write = (text) => process.stdout.write(text);
      ${print}
    });
    server.on('connection', (socket) => socket.on('message', (text) => {
      const [verb, channel, body] = String(text).split(':');
      const sockets = channels.get(channel) ?? new Set();
      if (verb === 'SUBSCRIBE') channels.set(channel, sockets.add(socket));
      if (verb === 'PUBLISH') for (const each of sockets) each.send('MSG:' + channel + ':' + body);
    }));`;
  return [process.execPath, '--input-type=module', '--eval', source];
}

/** @param patience by default as long as for everybody: the machine may be busy */
async function verdictOn(command: Command, patience?: number): Promise<Result | undefined> {
  const { checks } = await grade({ stage: 1, target: { command }, only: ['basic-hello'], patience });
  return checks[0];
}

test.concurrent.for([
  ['without a host, as Go prints it', 'write(`listening on ws://:${port}\\n`);', undefined],
  ['with a star for all addresses', 'write(`listening on ws://*:${port}\\n`);', '0.0.0.0'],
  ['with 0.0.0.0', 'write(`listening on ws://0.0.0.0:${port}\\n`);', '0.0.0.0'],
  ['by name', 'write(`listening on ws://localhost:${port}/\\n`);', 'localhost'],
  [
    'in two pieces, the port too',
    'write(`ws://127.0.0.1:${String(port).slice(0, 2)}`); setTimeout(() => write(`${String(port).slice(2)}\\n`), 200);',
    undefined,
  ],
  [
    'behind a line about another address, where nobody is',
    'write(`try ws://127.0.0.1:9 in your browser\\n`); setTimeout(() => write(`ws://127.0.0.1:${port}\\n`), 200);',
    undefined,
  ],
  ['before a line about another address', 'write(`ws://127.0.0.1:${port}\\nnot ws://127.0.0.1:9\\n`);', undefined],
  ['behind one that cannot be', 'write(`give me ws://HOST:PORT or ws://a b:99999\\nws://127.0.0.1:${port}\\n`);', undefined],
  ['with a carriage return', 'write(`ws://127.0.0.1:${port}\\r\\n`);', undefined],
  ['and behind it where nobody else gets in', 'write(`ws://127.0.0.1:${port} (ws://[::1]:1)\\n`);', undefined],
] as const)('an address %s is found', { timeout: LIMIT_MS }, async ([, print, host]) => {
  expect(await verdictOn(broker(print, host))).toMatchObject({ verdict: 'pass' });
});

test.skipIf(process.platform !== 'linux')('an address where another program listens is not the broker', { timeout: LIMIT_MS }, async () => {
  const neighbour = createServer().listen(0, '127.0.0.1');
  await once(neighbour, 'listening');
  const { port } = neighbour.address() as { port: number };
  const result = await verdictOn(
    broker(`write('linking to ws://127.0.0.1:${port}\\n'); setTimeout(() => write(\`ws://127.0.0.1:\${port}\\n\`), 100);`),
  );
  neighbour.close();
  expect(result).toMatchObject({ verdict: 'pass' });
});

test.concurrent.for([
  ['has no end', 'write(`ws://127.0.0.1:${port}`);', 'the broker did not print its address', 'print a newline'],
  [
    'has the port that was asked for',
    'write(`ws://127.0.0.1:0\\n`);',
    'the broker printed its address before it accepted connections',
    'the port that the system gave',
  ],
  ['has no port', 'write(`ws://127.0.0.1\\n`);', 'the broker did not print its address', 'ws://HOST:PORT'],
  ['has a port that cannot be', 'write(`ws://127.0.0.1:70000\\n`);', 'the broker did not print its address', 'ws://HOST:PORT'],
] as const)('a line that %s gets a verdict', { timeout: LIMIT_MS }, async ([, print, message, text]) => {
  const result = await verdictOn(broker(print), PATIENCE_MS);
  expect(result).toMatchObject({ verdict: 'fail', message });
  expect(result?.story).toContain(text);
});
