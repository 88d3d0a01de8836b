// What a session writes beside others, and what it does when it is cut off in the middle of a write.

import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { Output } from '../src/output.ts';
import type { Packet } from '../src/session.ts';

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

test('frames that several sessions wait for are joined once, and each session is written its own', async () => {
  const packets = ['a', 'b', 'c'].map((body): Packet => ({ frame: { verb: 'MSG', target: 'news', body } }));
  const websocket = { OPEN: 1, readyState: 1 } as unknown as WebSocket;
  const written = (sent: readonly (Packet | undefined)[]) => {
    const writes: Uint8Array[] = [];
    const socket = { writableLength: 0, write: (bytes: Uint8Array) => writes.push(bytes) } as unknown as Duplex;
    const output = new Output(websocket, socket, 1, () => {});
    for (const packet of sent) if (packet) output.send(packet);
    return writes;
  };
  const [a, b, c] = packets;
  const writes = [written([a, b]), written([a, b]), written([a, c]), written([b, a]), written([a, b, c])];
  await new Promise(setImmediate);
  const texts = writes.map(([bytes]) =>
    Buffer.from(bytes ?? [])
      .toString('latin1')
      .replaceAll(/\x81./gs, ' '),
  );
  expect(texts).toEqual([
    ' MSG:news:a MSG:news:b',
    ' MSG:news:a MSG:news:b',
    ' MSG:news:a MSG:news:c',
    ' MSG:news:b MSG:news:a',
    ' MSG:news:a MSG:news:b MSG:news:c',
  ]);
  expect(writes[1]?.[0]).toBe(writes[0]?.[0]);
});
