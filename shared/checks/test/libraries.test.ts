// Brokers on real WebSocket libraries of many languages pass: the checks ask for what the protocol says, and not for what one library does.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type Command, checksOf, grade } from '../src/index.ts';

const LIMIT_MS = 300_000;
const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));
const built = mkdtempSync(join(tmpdir(), 'libraries-'));
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Where Debian has its packages for Go. */
const GO = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' };

interface Library {
  /** The folder in `examples/`. */
  readonly folder: string;
  readonly stage: number;
  /** Returns the command, or what is missing where it cannot be run on this machine. */
  prepare(path: (file: string) => string): Command | string;
}

/** Whether a command ends well. */
function succeeds(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): boolean {
  return spawnSync(program, args, { stdio: 'ignore', env: { ...process.env, ...environment } }).status === 0;
}

/** Debian's own Python is asked too: it has what `apt-get` installs, when another one comes first in PATH. */
function python(module: string, file: string): Command | string {
  for (const program of ['python3', 'python', '/usr/bin/python3'])
    if (succeeds(program, ['-c', `import ${module}`])) return [program, file];
  return `there is no Python with the module ${module}`;
}

function compiled(name: string, what: string, program: string, args: (output: string) => string[], environment = {}): Command | string {
  const output = join(built, name);
  return succeeds(program, args(output), environment) ? [output] : `${what} cannot be built here`;
}

function go(name: string, path: (file: string) => string, files: readonly string[]): Command | string {
  if (!existsSync(join(GO.GOPATH, 'src', 'github.com', 'gorilla', 'websocket'))) return 'there is no gorilla/websocket of Debian';
  return compiled(name, 'Go with gorilla/websocket', 'go', (output) => ['build', '-o', output, ...files.map(path)], GO);
}

const libraries: readonly Library[] = [
  { folder: 'python-websockets', stage: 1, prepare: (path) => python('websockets', path('broker.py')) },
  { folder: 'python-websockets', stage: 2, prepare: (path) => python('websockets', path('broker02.py')) },
  { folder: 'python-aiohttp', stage: 1, prepare: (path) => python('aiohttp', path('broker.py')) },
  { folder: 'python-tornado', stage: 1, prepare: (path) => python('tornado', path('broker.py')) },
  { folder: 'node-websocket', stage: 1, prepare: (path) => [process.execPath, path('broker.mjs')] },
  { folder: 'node-faye', stage: 1, prepare: (path) => [process.execPath, path('broker.mjs')] },
  { folder: 'go-gorilla', stage: 1, prepare: (path) => go('go-01', path, ['broker.go', 'session.go', 'protocol.go']) },
  { folder: 'go-gorilla', stage: 2, prepare: (path) => go('go-02', path, ['broker02.go', 'store.go', 'session.go', 'protocol.go']) },
  {
    folder: 'ruby-em-websocket',
    stage: 1,
    prepare: (path) =>
      succeeds('ruby', ['-e', 'require "em-websocket"']) ? ['ruby', path('broker.rb')] : 'there is no Ruby with em-websocket',
  },
  {
    folder: 'perl-mojolicious',
    stage: 1,
    prepare: (path) => (succeeds('perl', ['-MMojolicious', '-e', '1']) ? ['perl', path('broker.pl')] : 'there is no Perl with Mojolicious'),
  },
  {
    folder: 'c-libwebsockets',
    stage: 1,
    prepare: (path) => compiled('c', 'C with libwebsockets', 'cc', (output) => ['-O1', '-o', output, path('broker.c'), '-lwebsockets']),
  },
  {
    folder: 'cpp-websocketpp',
    stage: 1,
    prepare: (path) =>
      compiled('cpp', 'C++ with WebSocket++', 'c++', (output) => ['-std=c++17', '-O1', '-o', output, path('broker.cpp'), '-lpthread']),
  },
];

test.for(libraries.map((library) => [library.folder, library.stage, library] as const))(
  '%s passes stage %i',
  { timeout: LIMIT_MS },
  async ([folder, stage, { prepare }], { skip }) => {
    const command = prepare((file) => join(EXAMPLES, folder, file));
    if (typeof command === 'string') return skip(command);
    const { checks } = await grade({ stage, target: { command } });
    expect(checks.filter(({ verdict }) => verdict !== 'pass').map(({ id, story }) => `${id}: ${story}`)).toEqual([]);
    expect(checks).toHaveLength(checksOf(stage).length);
  },
);
