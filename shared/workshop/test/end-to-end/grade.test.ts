// `pnpm grade` as it is typed: its exit codes, its JSON, and what it leaves behind.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERDICTS } from '@workshop/checks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCodeOf } from '../../src/grade.ts';
import { ROOT } from '../../src/tools.ts';

/** An end comes at once, on a machine that is not busy. */
const PATIENCE = { timeout: 60_000 };
const RUN = join(ROOT, 'shared', 'workshop', 'run.mjs');
const BROKER = join(ROOT, 'steps', '01-basic-pubsub', 'src', 'main.ts');

/** A small broker, in which `deliver` sends a body. */
const small = (deliver: string) => `
import { WebSocketServer } from ${JSON.stringify(String(new URL('../../../checks/node_modules/ws/wrapper.mjs', import.meta.url)))};
const channels = new Map();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => console.log('ws://127.0.0.1:' + server.address().port));
server.on('connection', (socket) => socket.on('message', (data) => {
  const [verb, channel, ...rest] = String(data).split(':');
  const sockets = channels.get(channel) ?? new Set();
  if (verb === 'SUBSCRIBE') channels.set(channel, sockets.add(socket));
  const body = rest.join(':');
  if (verb === 'PUBLISH') for (const each of sockets) { ${deliver} }
}));`;
const SHORTENS = small("each.send('MSG:' + channel + ':' + (channel.startsWith('settle.') ? body : body.slice(0, -1)));");
const FAILS = small(
  "if (body === ':') { console.error('TypeError: a bug of mine'); each.close(1011); } else each.send('MSG:' + channel + ':' + body);",
);

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'grade-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** Types it in a folder of one's own, as pnpm tells of it. */
function grade(...args: string[]) {
  const env = { ...process.env, INIT_CWD: folder, NO_COLOR: '1' };
  return spawnSync(process.execPath, [RUN, 'grade', ...args], { cwd: ROOT, env, encoding: 'utf8' });
}

test('a command that passes exits with 0, and the JSON has what the terminal has', () => {
  const { status, stdout } = grade('1', '--seed', '7', '--only', 'basic-hello', '--json', 'out.json', '--', process.execPath, BROKER);
  expect(stdout).toMatch(/^pass {3}basics: a subscriber gets .*\n\nstage 01: 1 pass \(seed 7\)\n$/);
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual({
    stage: '01',
    seed: 7,
    checks: [
      {
        id: 'basic-hello',
        group: 'basics',
        title: expect.any(String),
        rules: expect.arrayContaining(['P2-3']),
        verdict: 'pass',
        message: '',
        ms: expect.any(Number),
      },
    ],
  });
});

test('one that fails exits with 1, tells its story, and how to repeat it from the same folder', () => {
  writeFileSync(join(folder, 'silent.mjs'), 'process.exit(5);');
  const { status, stdout } = grade('01', '--seed', '7', '--only', 'basic-hello', '--', process.execPath, 'silent.mjs', '--a flag');
  expect(stdout).toContain('the broker ended before it accepted connections');
  expect(stdout).toContain('exit code 5');
  expect(stdout).toContain(`again     pnpm grade 01 --seed 7 --only basic-hello -- ${process.execPath} silent.mjs '--a flag'`);
  expect(status).toBe(1);
});

test('one that cannot be started was typed wrong: it exits with 2 and one line, however many checks there are', () => {
  const { status, stdout, stderr } = grade('01', '--', 'no-such-program', 'broker.mjs');
  expect(stderr).toMatch(/^no-such-program could not be started \(.*ENOENT\): [^\n]+\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('a broker that does not come up is told of once', () => {
  const { status, stdout } = grade('01', '--', process.execPath, 'mistyped.mjs');
  expect(stdout.match(/^fail/gm)).toHaveLength(2); // a line, and its story
  expect(stdout).toContain('Cannot find module');
  expect(stdout).toMatch(/^left {3}\d+ more checks were not tried, because the broker ended before it accepted connections$/m);
  expect(status).toBe(1);
});

test.skipIf(process.platform === 'win32')(
  'it ends quietly when nobody reads on, as before a head',
  async () => {
    const env = { ...process.env, INIT_CWD: folder };
    const args = [RUN, 'grade', '01', '--only', 'basics', '--', process.execPath, BROKER];
    const running = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    running.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
    await once(running.stdout, 'data');
    running.stdout.destroy();
    const [code] = await once(running, 'exit');
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  },
  60_000,
);

test('no line of a story is longer than a terminal shows', () => {
  writeFileSync(join(folder, 'long.mjs'), small("each.send('MSG:' + channel + ':' + body.slice(0, 60000));"));
  const { stdout } = grade('01', '--only', 'body-sizes', '--', process.execPath, 'long.mjs');
  expect(stdout).toContain('a long body did not come out whole');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(400);
});

test('a story has what the broker printed when its code failed and the connection closed in the middle', () => {
  writeFileSync(join(folder, 'fails.mjs'), FAILS);
  const { stdout } = grade('01', '--only', 'body-verbatim', '--', process.execPath, 'fails.mjs');
  expect(stdout).toMatch(/^ +stderr {4}TypeError: a bug of mine$[^]*^ +got {7}the connection closed with 1011$/m);
});

test('causes are told in terms of the language that the command is in, or of none', () => {
  writeFileSync(join(folder, 'short.mjs'), SHORTENS);
  const causeOf = (command: string[]) => /likely +(.*)/.exec(grade('01', '--only', 'body-verbatim', '--', ...command).stdout)?.[1];
  expect(causeOf([process.execPath, 'short.mjs'])).toContain("split(':', 3)");
  writeFileSync(join(folder, 'compiled'), `#!/bin/sh\nexec '${process.execPath}' short.mjs\n`, { mode: 0o755 });
  if (process.platform !== 'win32')
    expect(causeOf(['./compiled'])).toBe('split at the first two colons only, and keep the rest as it is; an empty body is a body');
}, 60_000);

test('wrong usage exits with 2 and one line', () => {
  for (const args of [[], ['01'], ['01', '--json', 'no/such/folder.json', '--', 'x']]) {
    const { status, stdout, stderr } = grade(...args);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  }
});

test('what is to do exits with 1, and a grader that broke with 3', () => {
  const result = { id: 'id', group: 'group', title: 'title', rules: [], message: '', story: '', ms: 1 };
  const codes = VERDICTS.map((verdict) => exitCodeOf({ stage: '01', seed: 1, checks: [{ ...result, verdict }] }));
  expect(Object.fromEntries(VERDICTS.map((verdict, at) => [verdict, codes[at]]))).toEqual({
    pass: 0,
    fail: 1,
    todo: 1,
    error: 3,
    untried: 1,
  });
});

test.skipIf(process.platform === 'win32').for(['SIGINT', 'SIGKILL'] as const)('%s leaves nothing behind', async (signal) => {
  const script = join(folder, `lasting-${signal}.mjs`);
  writeFileSync(script, 'setInterval(() => {}, 1e6);');
  const temporary = join(folder, `files-${signal}`);
  mkdirSync(temporary);
  const grader = spawn(process.execPath, [RUN, 'grade', '01', '--', process.execPath, script], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary },
  });
  const running = () =>
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.startsWith(process.execPath) && line.endsWith(script));
  const brokers = () => running().filter((line) => !line.includes('run.mjs'));
  await vi.waitUntil(() => brokers().length > 0, PATIENCE);
  grader.kill(signal);
  await once(grader, 'exit');
  await vi.waitUntil(() => running().length === 0, PATIENCE);
  await vi.waitUntil(() => readdirSync(temporary).length === 0, PATIENCE);
});
