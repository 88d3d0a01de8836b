// What a session does that is cut off in the middle of a write.

import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { Output } from '../src/output.ts';

test('a client that had to be cut off by a fault is sent nothing more, not even word of the fault', async () => {
  let readyState = 1;
  const websocket = {
    OPEN: 1,
    get readyState() {
      return readyState;
    },
    terminate: () => (readyState = 2),
  }; // closed in a later turn
  const socket = {
    get writableLength(): number {
      throw new Error('the fault');
    },
  };
  const faults: unknown[] = [];
  const output: Output = new Output(websocket as unknown as WebSocket, socket as unknown as Duplex, 1, (error) => {
    faults.push(error);
    if (faults.length < 10) output.send({ frame: { verb: 'ERROR', target: 'INTERNAL', body: 'the fault' } }); // as the broker tells everyone
  });
  output.send({ frame: { verb: 'MSG', target: 'news', body: 'Hi' } });
  await new Promise(setImmediate);
  expect(faults).toEqual([new Error('the fault')]);
});
