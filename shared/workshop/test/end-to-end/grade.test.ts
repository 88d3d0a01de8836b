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
  const { status, stdout } = grade('1', '--seed', '7', '--only', 'seed-hello', '--json', 'out.json', '--', process.execPath, BROKER);
  expect(stdout).toMatch(/^pass {3}seed: a subscriber gets .*\n\nstage 01: 1 pass \(seed 7\)\n$/);
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual({
    stage: '01',
    seed: 7,
    checks: [
      {
        id: 'seed-hello',
        group: 'seed',
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
  const { status, stdout } = grade('01', '--seed', '7', '--only', 'seed-hello', '--', process.execPath, 'silent.mjs', '--a flag');
  expect(stdout).toContain('the broker ended before it accepted connections');
  expect(stdout).toContain('exit code 5');
  expect(stdout).toContain(`again     pnpm grade 01 --seed 7 --only seed-hello -- ${process.execPath} silent.mjs '--a flag'`);
  expect(status).toBe(1);
});

test('one that cannot be started exits with 1 and says so', () => {
  const { status, stdout } = grade('01', '--only', 'seed-hello', '--', 'no-such-program');
  expect(stdout).toContain('the command could not be started');
  expect(status).toBe(1);
});

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
  expect(Object.fromEntries(VERDICTS.map((verdict, at) => [verdict, codes[at]]))).toEqual({ pass: 0, fail: 1, todo: 1, error: 3 });
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
