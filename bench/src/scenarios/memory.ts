// Memory: what a client costs that only listens.

import { spawnSync } from 'node:child_process';
import { Client } from '../load/client.ts';
import { MAX_CONNECTIONS, type Peer, withPeer } from '../peers/peer.ts';
import type { Plan, Sample } from './scenario.ts';

const CHANNELS = 100;
/** So that what is loaded and allocated only once isn't counted. */
const BEFORE = 200;
const CONNECTIONS = 5000;
/** Files that a process has open besides. */
const OTHER_FILES = 100;

export const memory: Plan = {
  id: 'memory',
  title: 'Memory',
  what: `Clients connect, and each subscribes to one of ${CHANNELS} channels. Counted is by how much the resident memory of the broker grows, without garbage: V8 holds some megabytes more after a rush.`,
  trials(peers, { share }) {
    const connections = CONNECTIONS * share;
    requireFiles(BEFORE + connections + OTHER_FILES);
    return [
      {
        cases: [{ title: `${connections} connections`, unit: 'bytes a connection', better: 'less' }],
        contenders: peers.map((peer) => ({ peer: peer.id, measure: async () => [await measure(peer, connections)] })),
      },
    ];
  },
};

function measure({ dialect, start }: Peer, connections: number): Promise<Sample> {
  return withPeer({ start }, async (broker) => {
    const join = (count: number) => Client.joinAll(dialect, broker.url, count, (at) => [`channel-${at % CHANNELS}`]);
    const first = await join(BEFORE);
    const before = await broker.memory();
    const clients = await join(connections);
    const grown = (await broker.memory()) - before;
    for (const client of [...first, ...clients]) client.leave();
    return { value: grown / connections, bound: 'neither' };
  });
}

/** Brokers and the load have as many connections each, and the same limit. @throws {Error} with the command that raises it */
function requireFiles(needed: number): void {
  if (needed > MAX_CONNECTIONS) throw new Error(`memory needs ${needed} connections, and brokers are started for ${MAX_CONNECTIONS}`);
  if (process.platform === 'win32') return; // it has no such limit
  const limit = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout.trim();
  if (limit !== 'unlimited' && Number(limit) < needed)
    throw new Error(
      `memory needs ${needed} open files, and this shell allows ${limit}: run ulimit -n ${needed} first, or leave memory out`,
    );
}
