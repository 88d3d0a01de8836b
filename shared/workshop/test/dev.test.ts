// The links with which `dev` of stage 03 logs two users in.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../src/tools.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', 'localhost'],
])('with HOST=%s they lead to %s', async (HOST, host) => {
  const folder = mkdtempSync(join(tmpdir(), 'dev-'));
  const child = spawn(process.execPath, [join(ROOT, 'shared', 'workshop', 'dev.ts')], {
    cwd: join(ROOT, 'steps', '03-auth'),
    env: { ...process.env, HOST, PORT: '0', DB_FILE: join(folder, 'messages.db') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const links: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('#token=')) links.push(line.trim());
    if (links.length === 2) break;
  }
  expect(links).toEqual(['alice', 'bob'].map((user) => expect.stringMatching(new RegExp(`^as ${user}: http://${host}:\\d+/#token=\\S+$`))));
});
