// Every dialect, spoken to the program that it is for, where this machine has it.

import { afterEach, expect, test } from 'vitest';
import { Client } from '../src/load/client.ts';
import { drip } from '../src/load/drip.ts';
import { flood } from '../src/load/flood.ts';
import { forPublishes } from '../src/load/limit.ts';
import { Pairs } from '../src/load/pairs.ts';
import { PEERS } from '../src/peers.ts';
import { ALL } from '../src/peers/all.ts';
import type { Running } from '../src/peers/peer.ts';
import { stage02, stage07 } from '../src/peers/stages.ts';

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

for (const peer of [...ALL, stage02, stage07]) {
  const { absence, dialect } = peer;
  const start = async () => (running = await peer.start());

  test.skipIf(absence !== undefined)(`${peer.id}: clients get exactly what is published to their channels`, async () => {
    const { url } = await start();
    const clients = await Client.joinAll(dialect, url, 3, () => ['bench']);
    const both = await Client.join(dialect, url, ['other', 'bench']);
    const other = await Client.join(dialect, url, ['other']);
    const published = await flood([...clients, both], dialect, 'bench', 5, forPublishes(20));
    expect(published).toBeGreaterThanOrEqual(20);
    expect(both.bytes).toBe(published * dialect.deliveryBytes('bench'));
    expect(other.bytes).toBe(0);
  });

  test.skipIf(absence !== undefined)(`${peer.id}: pairs and single messages arrive too, and it tells what it uses`, async () => {
    const broker = await start();
    const pairs = await Pairs.join(dialect, broker.url, 2);
    expect(await pairs.publish(forPublishes(20))).toBeGreaterThanOrEqual(40);
    const clients = await Client.joinAll(dialect, broker.url, 2, () => ['bench']);
    expect(await drip(clients, dialect, 'bench', { perSecond: 1000, count: 3 })).toHaveLength(3);
    expect(await broker.cpu()).toBeGreaterThanOrEqual(0);
    expect(await broker.memory()).toBeGreaterThan(0);
  });
}

test('every peer has a label', () => {
  expect(Object.keys(PEERS)).toEqual(expect.arrayContaining([...ALL, stage02, stage07].map(({ id }) => id)));
});
