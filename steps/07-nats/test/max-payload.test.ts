// A server that takes smaller messages than clients may send: that is told before a message is refused for it.

import { startNatsServer } from '@workshop/checks/nats-server';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithNats, LIMIT_MS, makeBroker, SOON, startServer } from './set-up.ts';

const MAX_FRAME = 70_000;

describeWithNats('a max_payload below MAX_FRAME_BYTES', { timeout: LIMIT_MS }, () => {
  test('keeps the broker from serving, in one line with both numbers, until it is raised', async () => {
    const small = await startServer({ configuration: 'max_payload: 65536' });
    const { connection, lines, reported } = makeBroker(small, { maxFrame: MAX_FRAME });
    await connection.start();
    expect(() => connection.require()).toThrow('away');
    const reason = `its max_payload is 65536: for MAX_FRAME_BYTES=${MAX_FRAME} make it 71024, or give a smaller MAX_FRAME_BYTES`;
    expect(lines).toEqual([`NATS_URL=${small.url} cannot be used (${reason}): commands are refused until it can`]);
    await small.kill();
    const large = await startNatsServer(small.folder, { configuration: 'max_payload: 71024', port: small.port });
    onTestFinished(() => large.kill());
    await expect.poll(() => connection.isUp, SOON).toBe(true);
    expect(reported).toEqual([]);
  });
});
