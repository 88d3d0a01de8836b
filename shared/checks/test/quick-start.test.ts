// What the first broker of a grading leaves for those that start after it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolder, removeFolder } from '../src/folders.ts';
import { nodeCommand, RunningCommand } from '../src/processes.ts';
import { pathOf } from './wrong-broker.ts';

test('a broker that is killed as soon as it has said its address has saved all that it had compiled and resolved', async () => {
  const folder = createFolder('quick-start-');
  const [compiled, resolved] = [join(folder, 'compiled'), join(folder, 'resolved.json')];
  const environment = { ...process.env, PORT: '0', NODE_COMPILE_CACHE: compiled, RESOLVED_FILE: resolved };
  const saved = () => ({ modules: readdirSync(compiled, { recursive: true }).length, resolved: readFileSync(resolved, 'utf8') });
  const start = async () => {
    const broker = new RunningCommand(nodeCommand(pathOf('01-basic-pubsub/src/main.ts')), environment, folder);
    await new Promise<void>((resolve) => broker.stdout.watch(() => broker.stdout.text.includes('ws://') && resolve()));
    return broker;
  };

  await (await start()).kill();
  const first = saved();
  const second = await start();
  second.signal('SIGTERM'); // at its end, Node saves whatever is new
  await second.exit;
  expect(saved()).toEqual(first);
  await removeFolder(folder);
});
