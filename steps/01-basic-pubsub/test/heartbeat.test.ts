// Who is cut off for being silent, with clients and sockets made for the test. What a client sees of it is in the suites of 01 and 02.

import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { startHeartbeat } from '../src/server.ts';

const INTERVAL_MS = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client that is there until it is cut off. It answers no ping, unless told to. */
function setUp() {
  const seen: string[] = [];
  const client = Object.assign(new EventEmitter(), {
    isPaused: false,
    ping: () => seen.push('ping'),
    terminate: () => seen.push('cut'),
  });
  const socket = { bytesWritten: 1000, writableLength: 1000 };
  const heartbeat = startHeartbeat({ clients: new Set([client as unknown as WebSocket]) }, INTERVAL_MS);
  heartbeat.watch(client as unknown as WebSocket, socket as unknown as Socket);
  return { client, socket, seen, next: () => vi.advanceTimersByTimeAsync(INTERVAL_MS + 1) };
}

test('one that answers stays, and one that does not answer by the next ping is cut off', async () => {
  const { client, seen, next } = setUp();
  for (let n = 0; n < 3; n += 1) {
    await next();
    client.emit('pong');
  }
  await next();
  await next();
  expect(seen).toEqual(['ping', 'ping', 'ping', 'ping', 'cut']);
});

test('one whose answer the broker does not read stays as long as it takes something, however little', async () => {
  const { client, socket, seen, next } = setUp();
  client.isPaused = true;
  for (let n = 0; n < 5; n += 1) {
    await next();
    socket.bytesWritten += 100; // of the next page
    socket.writableLength += 99;
  }
  expect(seen).toEqual(['ping', 'ping', 'ping', 'ping', 'ping']);
});

test('one whose answer the broker does not read is cut off when it takes nothing', async () => {
  const { client, socket, seen, next } = setUp();
  client.isPaused = true;
  await next();
  socket.bytesWritten += 100; // written to it, and not taken
  socket.writableLength += 100;
  await next();
  expect(seen).toEqual(['ping', 'cut']);
});
