// Tests what a broker says to the person who starts it, and how it ends.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { clientUrl } from '../src/run.ts';

const program = fileURLToPath(new URL('program.ts', import.meta.url));

function start(settings: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...settings } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The first line that the program prints: from then on it is listening. */
async function firstLine({ stdout }: ReturnType<typeof start>): Promise<string> {
  for await (const chunk of stdout) return String(chunk).split('\n')[0] ?? '';
  throw new Error('it said nothing');
}

async function endOf(child: ChildProcess): Promise<unknown> {
  const [code] = await once(child, 'close');
  return code;
}

async function failing(settings: Record<string, string>, ...args: string[]) {
  const child = start(settings, ...args);
  const [code, stderr] = await Promise.all([endOf(child), text(child.stderr)]);
  return { code, stderr };
}

test.each(['SIGTERM', 'SIGINT'] as const)('it says where it listens, and ends with code 0 on %s', async (signal) => {
  const child = start({});
  expect(await firstLine(child)).toMatch(/^a-program listens at ws:\/\/127\.0\.0\.1:\d+$/);
  child.kill(signal);
  expect(await endOf(child)).toBe(0);
});

test.each([
  ['ws://127.0.0.1:8765', 'http://127.0.0.1:8765'],
  ['ws://0.0.0.0:8765', 'http://localhost:8765'],
  ['ws://[::]:8765', 'http://localhost:8765'],
])('a browser finds the web client of %s at %s', (url, page) => {
  expect(clientUrl(url)).toBe(page);
});

test.each([
  ['PORT', '70000', 'is wrong'],
  ['HOST', 'no.such.host.invalid', 'is not known'],
  ['HOST', '203.0.113.1', 'is no address of this machine'],
])('%s=%s ends it with code 1 and one line that says what to give', async (name, value, problem) => {
  const line = new RegExp(`^${name}=${value} ${problem}: give .*\n$`);
  expect(await failing({ [name]: value })).toEqual({ code: 1, stderr: expect.stringMatching(line) });
});

test('a port in use ends it with one line', async () => {
  const [port = ''] = /\d+$/.exec(await firstLine(start({}))) ?? [];
  const line = expect.stringMatching(new RegExp(`^PORT=${port} is taken .*\n$`));
  expect(await failing({ PORT: port })).toEqual({ code: 1, stderr: line });
});

test.each([
  ['80', /^PORT=80 .*: give one above 1023\n$/],
  ['50000', /^PORT=50000 .* the system.*: give another(?!.*1023).*\n$/],
])('PORT=%s that may not be used ends it with one line that says why', async (PORT, line) => {
  expect(await failing({ PORT, FAULT: 'EACCES' })).toEqual({ code: 1, stderr: expect.stringMatching(line) });
});

test('an argument ends it with code 2 and one line that names the settings', async () => {
  const line = expect.stringMatching(/^a-program .* got --port=1: .*\(PORT, HOST, FAULT\)\n$/);
  expect(await failing({}, '--port=1')).toEqual({ code: 2, stderr: line });
});

test.each([
  ['wrong-peer', /^\S+Z PEERS=x is wrong: give others\n\S+Z PEERS=y is wrong: give others\n$/],
  ['bug', /^TypeError: a bug\n {4}at .*program\.ts/],
])('a report of a %s: what a person can mend is one line, however often it is reported; a bug has its stack', async (FAULT, log) => {
  const child = start({ FAULT });
  const stderr = text(child.stderr);
  await firstLine(child);
  child.kill();
  await endOf(child);
  expect(await stderr).toMatch(log);
});

test('it goes on when nobody is left to read what it prints', async () => {
  const child = start({ FAULT: 'talk' });
  const [port = ''] = /\d+$/.exec(await firstLine(child)) ?? [];
  child.stdout.destroy();
  child.stderr.destroy();
  const client = connect(Number(port), '127.0.0.1');
  for (const word of ['one', 'two']) {
    client.write(word);
    await once(client, 'data');
  }
  client.destroy();
  child.kill();
  expect(await endOf(child)).toBe(0);
});

test('if it cannot be closed, it says why and ends with code 1', async () => {
  const child = start({ FAULT: 'close' });
  const stderr = text(child.stderr);
  await firstLine(child);
  child.kill();
  expect(await endOf(child)).toBe(1);
  expect(await stderr).toMatch(/^\S+Z DB_FILE=x cannot be written: make room\n$/);
});
