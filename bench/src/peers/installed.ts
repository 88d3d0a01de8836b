// Peers that are measured where the machine has them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { frames } from '../dialects/frames.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { mqtt } from '../dialects/mqtt.ts';
import { nats } from '../dialects/nats.ts';
import { resp } from '../dialects/resp.ts';
import { NO_PROC, startCommand, versionOf } from './command.ts';
import { MAX_CONNECTIONS, type Peer } from './peer.ts';

interface Program {
  readonly id: string;
  readonly dialect: Dialect;
  readonly protocol: string;
  /** Where it may be: Debian installs servers in a folder that only root has in PATH. */
  readonly commands: readonly string[];
  /** What makes it print its version, and where that stands. */
  readonly ask: readonly [readonly string[], RegExp];
  /** How to get it, in half a sentence. */
  readonly missing: string;
  /** What it is started with. */
  args(port: number, folder: string): readonly string[];
}

export const redis = peerOf({
  id: 'redis',
  dialect: resp,
  protocol: 'redis',
  commands: ['redis-server'],
  ask: [['--version'], /v=(\S+)/],
  missing: 'redis-server is not in PATH (apt install redis-server, brew install redis)',
  args: (port) => ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--appendonly', 'no', '--maxclients', `${MAX_CONNECTIONS}`],
});

export const natsServer = peerOf({
  id: 'nats-server',
  dialect: nats,
  protocol: 'nats',
  commands: ['nats-server', '/usr/sbin/nats-server'],
  ask: [['--version'], /v(\d\S+)/],
  missing: 'nats-server is not in PATH (apt install nats-server, brew install nats-server)',
  args: (port) => ['-a', '127.0.0.1', '-p', `${port}`],
});

export const mosquitto = peerOf({
  id: 'mosquitto',
  dialect: mqtt,
  protocol: 'mqtt',
  commands: ['mosquitto', '/usr/sbin/mosquitto'],
  ask: [['-h'], /version (\S+)/],
  missing: 'mosquitto is not in PATH (apt install mosquitto, brew install mosquitto)',
  args(port, folder) {
    const file = join(folder, 'mosquitto.conf');
    const lines = ['allow_anonymous true', 'set_tcp_nodelay true', 'max_queued_messages 0', 'persistence false', 'log_type error'];
    writeFileSync(file, [`listener ${port} 127.0.0.1`, ...lines, ''].join('\n'), { mode: 0o644 });
    return ['-c', file];
  },
});

export const pythonWebsockets = peerOf({
  id: 'python-websockets',
  dialect: frames,
  protocol: 'ws',
  // A Python of one's own need not have the packages that the system's has.
  commands: ['python3', '/usr/bin/python3'],
  ask: [['-c', 'import websockets.version as v; print(v.version)'], /^(\d\S+)/],
  missing: 'python3 has no module websockets (pip install websockets, apt install python3-websockets)',
  args: (port) => [fileURLToPath(new URL('./programs/loop.py', import.meta.url)), `${port}`],
});

export const cEpoll: Peer = {
  id: 'c-epoll',
  dialect: frames,
  ...presence(NO_PROC, versionOf('cc', ['--version'], /(\d+\.\d+\.\d+)/), 'there is no C compiler: cc is not in PATH'),
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const program = join(folder, 'epoll');
    const source = fileURLToPath(new URL('./programs/epoll.c', import.meta.url));
    const { status, stderr } = spawnSync('cc', ['-O2', '-o', program, source], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`cc can't compile ${source}: ${stderr}`);
    try {
      return await startCommand('ws', (port) => [program, `${port}`]);
    } finally {
      rmSync(folder, { recursive: true, force: true }); // what runs stays as long as it runs
    }
  },
};

function peerOf({ id, dialect, protocol, commands, ask, missing, args }: Program): Peer {
  const found = commands.map((command) => ({ command, version: versionOf(command, ...ask) })).find(({ version }) => version !== undefined);
  return {
    id,
    dialect,
    ...presence(NO_PROC, found?.version, missing),
    start: () => startCommand(protocol, (port, folder) => [found?.command ?? id, ...args(port, folder)]),
  };
}

function presence(reason: string | undefined, version: string | undefined, missing: string): Pick<Peer, 'absence' | 'version'> {
  return { version, absence: reason ?? (version === undefined ? missing : undefined) };
}
