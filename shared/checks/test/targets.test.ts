// Commands that are no brokers: each gets a clear verdict in time, and none leaves a process behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { Command } from '../src/index.ts';
import { grade, type Report } from '../src/index.ts';
import { pathOf, rightTarget } from './wrong-broker.ts';

const LIMIT_MS = 60_000;
const PATIENCE_MS = 1000;

/** A command that runs this JavaScript. */
const script = (source: string): Command => [process.execPath, '--input-type=module', '--eval', source];
const judge = (command: Command, ...only: string[]): Promise<Report> =>
  grade({ stage: 1, target: { command }, only, patience: PATIENCE_MS });

/** Asks of a first check that shares the broker, and of one with a broker of its own. */
async function verdict(command: Command): Promise<{ message: string; story: string }> {
  const { checks } = await judge(command, 'basic-hello', 'basic-fan-out', 'max-frame-bytes');
  expect(checks.map(({ verdict: each }) => each)).toEqual(['fail', 'untried', 'untried']);
  const { message = '', story = '' } = checks[0] ?? {};
  expect(checks[2]?.message).toBe(`not tried, because ${message}`);
  return { message, story };
}

/** A child that outlives what started it, unless the whole group is killed; its pid goes into the story by standard error. */
const WITH_CHILD = `
  import { spawn } from 'node:child_process';
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  console.error('child ' + child.pid);`;

async function expectGone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(0);
  const runs = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (runs()) await setImmediate(); // it was killed; the system may take a moment
}

test.concurrent('one that cannot be started', { timeout: LIMIT_MS }, async () => {
  const { message, story } = await verdict(['no-such-command-here']);
  expect(message).toBe('the command could not be started');
  expect(story).toContain('ENOENT');
});

test.concurrent('one that exits at once', { timeout: LIMIT_MS }, async () => {
  const { message, story } = await verdict(script("console.error('no database today'); process.exit(3);"));
  expect(message).toBe('the broker ended before it accepted connections');
  expect(story).toMatch(/no database today.*exit code 3/s);
});

test.concurrent('one whose port is in use', { timeout: LIMIT_MS }, async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { message, story } = await verdict(script(`(await import('node:net')).createServer().listen(${port}, '127.0.0.1');`));
  taken.close();
  expect(message).toBe('the broker ended before it accepted connections');
  expect(story).toContain('its port is in use');
});

test.concurrent('one that never prints its address, and listens', { timeout: LIMIT_MS }, async () => {
  const { message, story } = await verdict(script("(await import('node:net')).createServer().listen(0, '127.0.0.1');"));
  expect(message).toBe('the broker did not print its address');
  if (process.platform === 'linux') expect(story).toMatch(/listens on port \d+, but the line never came/);
});

test.concurrent('one that spins for ever', { timeout: LIMIT_MS }, async () => {
  const { message, story } = await verdict(script('for (;;);'));
  expect(message).toBe('the broker did not print its address');
  expect(story).toContain('it printed nothing');
});

test.concurrent('one that prints its address too early', { timeout: LIMIT_MS }, async () => {
  const { message } = await verdict(script("console.log('ws://127.0.0.1:9'); setInterval(() => {}, 1000);"));
  expect(message).toBe('the broker printed its address before it accepted connections');
});

test.concurrent('one that prints megabytes, its address among them', { timeout: LIMIT_MS }, async () => {
  const { checks } = await judge(
    script(`
      const server = (await import('node:net')).createServer((socket) => socket.on('error', () => {}).end('nonsense')).listen(0, '127.0.0.1', () => {
        const noise = () => process.stdout.write(('x'.repeat(1000) + '\\n').repeat(1000), () => setImmediate(noise));
        console.log('y'.repeat(5_000_000));
        console.log('ws://127.0.0.1:' + server.address().port);
        noise();
      });`),
    'basic-hello',
  );
  expect(checks[0]?.message).toBe('the broker did not accept a WebSocket connection');
  expect(checks[0]?.story.length).toBeLessThan(5000);
});

test.concurrent('one that accepts connections and never answers', { timeout: LIMIT_MS }, async () => {
  const silent =
    "const s = (await import('node:net')).createServer(() => {}).listen(0, '127.0.0.1', () => console.log('ws://127.0.0.1:' + s.address().port));";
  const report = await grade({ stage: 1, target: { command: script(silent) }, patience: PATIENCE_MS });
  const [first, ...others] = report.checks;
  expect(first).toMatchObject({ verdict: 'fail', message: 'the broker did not accept a WebSocket connection' });
  expect(new Set(others.map(({ verdict: each }) => each))).toEqual(new Set(['untried']));
});

test.concurrent('one that ignores SIGTERM and has started a child: both are gone afterwards', { timeout: LIMIT_MS }, async () => {
  const { story } = await verdict(script(`${WITH_CHILD} process.on('SIGTERM', () => {}); console.log('ws://127.0.0.1:9');`));
  const { checks } = await judge(script(`${WITH_CHILD} process.exit(4);`), 'basic-hello');
  for (const text of [checks[0]?.story ?? '']) await expectGone(Number(/child (\d+)/.exec(text)?.[1]));
  expect(story).toContain('connection was refused');
});

test.skipIf(process.platform === 'win32').concurrent('Ctrl-C in the middle leaves nothing behind', { timeout: LIMIT_MS }, async () => {
  const index = String(new URL('../src/index.ts', import.meta.url));
  const source = `
    import { endCommandsOnSignals, grade } from ${JSON.stringify(index)};
    endCommandsOnSignals();
    const command = ${JSON.stringify(script(`${WITH_CHILD} console.log('ws://127.0.0.1:9'); console.error('leader ' + process.pid);`))};
    const { ProcessBroker } = await import(${JSON.stringify(index)});
    const broker = new ProcessBroker({ command }, {});
    const running = broker.launch();
    running.stderr.watch(() => console.log(running.stderr.text));
    setInterval(() => {}, 1000);`;
  const grader = spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: fileURLToPath(new URL('..', import.meta.url)) });
  let printed = '';
  while (!/child \d+/.test(printed) || !/leader \d+/.test(printed)) printed += String((await once(grader.stdout, 'data'))[0]);
  grader.kill('SIGINT');
  expect((await once(grader, 'exit'))[0]).toBe(130);
  for (const name of ['child', 'leader']) await expectGone(Number(new RegExp(`${name} (\\d+)`).exec(printed)?.[1]));
});

/** The finished stage 01, started by a shell that stays in between. */
const wrapped = (before: string): Command => {
  const [program = '', ...args] = rightTarget('01-basic-pubsub').command;
  return ['sh', '-c', `${before} "$@"; exit $?`, 'sh', program, ...args];
};

test.skipIf(process.platform !== 'linux').concurrent.each([
  ['dies of SIGTERM', '', 'the broker did not end with exit code 0 on SIGTERM'],
  ['swallows SIGTERM', 'trap : TERM;', 'the broker did not end on SIGTERM'],
])('a wrapper that %s is named as the likely cause', { timeout: LIMIT_MS }, async (_what, before, message) => {
  const { checks } = await judge(wrapped(before), 'sigterm');
  expect(checks[0]).toMatchObject({ verdict: 'fail', message });
  expect(checks[0]?.story).toContain('likely    the command started the broker as another process, and keeps the signal from it');
});

test.concurrent('one that cannot be started again on its port is told of SO_REUSEADDR', { timeout: LIMIT_MS }, async () => {
  const once = `
    if (process.env.PORT !== '0') {
      console.error('OSError: [Errno 98] Address already in use');
      process.exit(1);
    }
    await import(${JSON.stringify(String(pathToFileURL(pathOf('01-basic-pubsub/src/main.ts'))))});`;
  const { checks } = await judge(script(once), 'given-port');
  expect(checks[0]).toMatchObject({ verdict: 'fail', message: 'the broker ended before it accepted connections' });
  expect(checks[0]?.story).toContain('set SO_REUSEADDR before you bind');
});

test('another program, at the same port of another address, is not taken for the broker', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const main = pathToFileURL(pathOf('01-basic-pubsub/src/main.ts'));
  const { checks } = await judge(script(`process.env.PORT = '${port}'; await import('${main}');`), 'given-host');
  other.close();
  expect(checks.map(({ verdict, story }) => [verdict, story])).toEqual([['pass', '']]);
});
