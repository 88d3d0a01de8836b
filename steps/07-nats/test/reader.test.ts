// Reading what is stored, for somebody who takes their time.

import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { expect, onTestFinished, test } from 'vitest';
import { Reader } from '../src/log/reader.ts';
import { STREAM, subjectsOf } from '../src/nats/subjects.ts';
import { describeWithNats, LIMIT_MS, SOON, startBroker, startServer } from './set-up.ts';

const COUNT = 250;

describeWithNats('reading', { timeout: LIMIT_MS }, () => {
  test('goes on where it was, after a long pause and after its consumer is gone', async () => {
    const server = await startServer();
    const { connection, connect: join } = await startBroker(server);
    const alice = await join('alice');
    alice.say(...Array.from({ length: COUNT }, (_, n) => `@label=${n} PUBLISH:news:${n}`));
    await expect.poll(() => alice.frames.length, SOON).toBe(COUNT);
    const nats = await connect({ servers: `127.0.0.1:${server.port}` });
    onTestFinished(() => nats.close());
    const { consumers } = await jetstreamManager(nats);

    const read: string[] = [];
    for await (const { body } of new Reader(connection, 1000).after(0, subjectsOf('news', 'broker1'))) {
      read.push(body);
      // Longer than the client of NATS waits for the heartbeats of a fetch.
      if (read.length === 100) await new Promise((resolve) => setTimeout(resolve, 2500));
      if (read.length === 150) for await (const { name } of consumers.list(STREAM)) await consumers.delete(STREAM, name);
    }
    expect(read).toEqual(Array.from({ length: COUNT }, (_, n) => String(n)));
  });
});
