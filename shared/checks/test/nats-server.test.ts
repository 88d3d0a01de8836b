// That a server of ours asks the disk before it acknowledges, where it can be told to. What comes of it shows only when the power goes.

import { expect, onTestFinished, test } from 'vitest';
import { createFolder, removeFolder } from '../src/folders.ts';
import { canSync, isWithoutNats, startNatsServer } from '../src/nats-server.ts';

const HAS_MONITOR = 'http: "127.0.0.1:-1"';

test.skipIf(isWithoutNats())(
  'a server is told to ask the disk for each message, unless it is too old to start with that setting',
  async () => {
    const folder = createFolder('nats-');
    onTestFinished(() => removeFolder(folder));
    if (!canSync()) {
      const start = startNatsServer(folder, { configuration: 'jetstream { sync_interval: always }' });
      await expect(start).rejects.toThrow('unknown field "sync_interval"');
      return;
    }
    const server = await startNatsServer(folder, { configuration: HAS_MONITOR });
    onTestFinished(() => server.kill());
    const [, address] = /Starting http monitor on (\S+)/.exec(server.process.stderr.text) ?? [];
    const { jetstream } = (await (await fetch(`http://${address}/varz`)).json()) as { jetstream: { config: { sync_always?: boolean } } };
    expect(jetstream.config.sync_always).toBe(true);
  },
);
