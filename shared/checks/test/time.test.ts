// What has come while this process stood still is read before a limit has passed.

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../src/address.ts';
import { createFolder, removeFolder } from '../src/folders.ts';
import { RunningCommand } from '../src/processes.ts';
import { withinLimit } from '../src/time.ts';

/** Occupies this process until something has happened, as other tests' own work may; its timers then come before what it has received. */
async function standStill(hasHappened: () => boolean): Promise<void> {
  await stat('.');
  while (!hasHappened()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
}

describe('a limit', () => {
  test('passes when nothing comes', async () => {
    expect(await withinLimit(new Promise(() => {}), 120)).toBeUndefined();
  });

  test.each([30, 120])('of %i ms that passes while this process stands still is not missed by what came meanwhile', async (limit) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [far] = (await once(server, 'connection')) as [Socket];
    const said = withinLimit(once(near, 'data'), limit);
    await standStill(() => far.bytesWritten > 0 || !far.write('here'));
    expect(String(await said)).toBe('here');
    near.destroy();
    server.close();
  });

  test('for an address is not missed either', async () => {
    const folder = createFolder('time-');
    const printed = join(folder, 'printed');
    const code = `
      require('node:net').createServer().listen(0, '127.0.0.1', function () {
        console.log('ws://127.0.0.1:' + this.address().port);
        require('node:fs').writeFileSync(${JSON.stringify(printed)}, '');
      })`;
    const command = new RunningCommand([process.execPath, '-e', code], process.env, folder);
    const address = addressOf(command, 100);
    await standStill(() => existsSync(printed));
    expect(await address).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    await command.kill();
    await removeFolder(folder);
  });
});
