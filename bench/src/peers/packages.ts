// Peers from the package registry, each as a small program in programs/.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MeasuredBroker } from '../broker.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { frames } from '../dialects/frames.ts';
import { mqtt } from '../dialects/mqtt.ts';
import { socketIo } from '../dialects/socket-io.ts';
import type { Peer } from './peer.ts';

const require = createRequire(import.meta.url);

export const plainLoop = peer('ws', frames, 'plain-loop', 'ws');
export const readyFrames = peer('ws-ready', frames, 'ready-frames', 'ws');
export const socketIoRooms = peer('socket.io', socketIo, 'socket-io', 'socket.io');
export const aedes = peer('aedes', mqtt, 'aedes', 'aedes');
export const uws: Peer = {
  ...peer('uws', frames, 'uws', 'uWebSockets.js'),
  absence: isInstalled('uWebSockets.js')
    ? undefined
    : 'it is not in the package registry: pnpm --filter bench add uNetworking/uWebSockets.js#v20.52.0 installs it from its repository',
};

function peer(id: string, dialect: Dialect, program: string, name: string): Peer {
  const main = new URL(`./programs/${program}.ts`, import.meta.url);
  return { id, dialect, version: versionOf(name), start: () => MeasuredBroker.start(main) };
}

function isInstalled(name: string): boolean {
  return versionOf(name) !== undefined;
}

/** Not every package lets its package.json be imported, so it is read where the package is found. */
function versionOf(name: string): string | undefined {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }).version;
    } catch {
      // It isn't in this folder, and may be in the next.
    }
  }
  return undefined;
}
