// A port for a program that can't be told to take any free one.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** It was free a moment ago, which is as much as one can know. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
