// A load on a broker that hangs up: it says so, and doesn't wait for ever.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AnsweredClient } from '../src/client.ts';
import { frames } from '../src/dialects/frames.ts';
import { Client } from '../src/load/client.ts';
import { drip } from '../src/load/drip.ts';
import { flood } from '../src/load/flood.ts';
import { forPublishes } from '../src/load/limit.ts';
import { Pairs } from '../src/load/pairs.ts';

const PONG = Buffer.from([0x8a, 0]);

/** It lets clients in, answers the first frames of each, and hangs up at the next. */
const server = createServer().on('upgrade', (_request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  socket.once('data', () => {
    socket.write(PONG);
    socket.once('data', () => socket.destroy());
  });
});
const url = () => new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

const LOADS = {
  'a flood': async () => flood(await Client.joinAll(frames, url(), 2, () => ['news']), frames, 'news', 4, forPublishes(100)),
  pairs: async () => (await Pairs.join(frames, url(), 2)).publish(forPublishes(100)),
  'a drip': async () => drip(await Client.joinAll(frames, url(), 2, () => ['news']), frames, 'news', { perSecond: 1000, count: 10 }),
  'commands that are answered': async () => {
    const client = await AnsweredClient.connect(url(), PONG.toString('latin1'));
    client.send('SUBSCRIBE:news');
    await client.hasHeard(1);
    await client.ask('PUBLISH:news:x', 100, 4);
  },
};

test.for(Object.keys(LOADS) as (keyof typeof LOADS)[])('%s', async (load) => {
  await expect(LOADS[load]()).rejects.toThrow('the broker hung up in the middle of the measurement');
});
