// The web client in a real Chromium, with brokers of stage 07 behind it: what other NATS clients say is there, and so are other brokers.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWithoutNats, type NatsServer, startNatsServer } from '@workshop/checks/nats-server';
import { describePages, tokenOf } from '@workshop/client/pages';
import { connect } from '@nats-io/transport-node';
import { expect, onTestFinished, test } from 'vitest';

const main = new URL('../src/main.ts', import.meta.url);

async function startServer(): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const server = await startNatsServer(folder);
  onTestFinished(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

describePages('client.html on stage 07', (pages) => {
  test.skipIf(isWithoutNats())('the page shows what a NATS client publishes into a channel', async () => {
    const server = await startServer();
    const broker = await pages.start(main, { NATS_URL: server.url });
    const bob = await pages.open(broker, tokenOf('bob'));
    await bob.join('news');
    await bob.frames('OK:SUBSCRIBE:news').waitFor();
    const nats = await connect({ servers: `127.0.0.1:${server.port}` });
    onTestFinished(() => nats.close());
    nats.publish('chat.channel.news', 'Hi from NATS');
    await bob.messages('Hi from NATS').waitFor();
    expect(await bob.messages('Hi from NATS').count()).toBe(1);
  });

  test.skipIf(isWithoutNats())(
    'a message from a page of one broker is there once on a page of the other, and says from where',
    async () => {
      const server = await startServer();
      const [first, second] = [
        await pages.start(main, { NATS_URL: server.url, BROKER_NAME: 'broker1' }),
        await pages.start(main, { NATS_URL: server.url, BROKER_NAME: 'broker2' }),
      ];
      const [alice, bob] = [await pages.open(first, tokenOf('alice')), await pages.open(second, tokenOf('bob'))];
      for (const page of [alice, bob]) {
        await page.join('news');
        await page.frames('OK:SUBSCRIBE:news').waitFor();
      }
      await alice.publish('over there');
      await bob.messages('over there').waitFor();
      expect(await bob.messages('over there').count()).toBe(1);
      expect(await bob.messages('over there').locator('.origin').textContent()).toBe('broker1');
    },
  );
});
