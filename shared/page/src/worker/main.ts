// The worker of a stage: starts its brokers as a program would, by `main.ts`, with what a page has in place of Node.

import { Buffer } from 'buffer/';
import * as tokens from '@workshop/checks/tokens';
import { dequal } from 'dequal';
import * as jose from 'jose';
import { inspect } from 'node-inspect-extracted';
import type { MemoryStore } from '02-persistence';
import type { MemoryNetwork } from '06-federation';
import type * as RunTasks from '@workshop/cli/task-checks/run-tasks';
import type { TaskChecks } from '@workshop/cli/task-checks';
import { ABNORMAL, type FromWorker, LOOP_LIMIT_MS, STILL_RUNNING, type ToClient, type ToWorker } from '../messages.ts';
import { codeErrorTold } from '../code/told.ts';
import { Loader, type Module } from './loader.ts';
import { createServer, type Server, servers, type Socket, WebSocketServer } from './sockets.ts';
import { type Parts, snapshotOf } from './snapshot.ts';
import { Stores } from './stores.ts';

/** On a busy machine, a loop may take long without running often. */
const LIMIT_ROUNDS = 100_000;

const STORE = 'steps/02-persistence/src/store/sqlite-store.ts';
const NETWORK = 'steps/06-federation/src/links/socket-network.ts';

/** A broker that was started, as a process is a program that was started. */
interface Running {
  readonly parts: Parts;
  readonly server: Server;
  readonly file: string;
  isOver: boolean;
}

const tell = (message: FromWorker) => globalThis.postMessage(message);
const running = new Map<number, Running>();
const sockets = new Map<number, Socket>();
let loader: Loader;
let stores: Stores | undefined;
let network: MemoryNetwork | undefined;
/** One broker starts at a time: they share `process.env`. */
let starting = Promise.resolve();
/** Whether the broker that is starting now has been killed since. */
let isOver = () => false;

const afterTurn = new MessageChannel();
const afterTurnWork: (() => void)[] = [];
afterTurn.port1.addEventListener('message', () => afterTurnWork.shift()?.());
afterTurn.port1.start();
/** When this turn of the event loop is over, as Node has it. A timer would wait for 4 ms. */
function setImmediate(work: (...args: readonly unknown[]) => void, ...args: readonly unknown[]): void {
  afterTurnWork.push(() => work(...args));
  afterTurn.port2.postMessage(undefined);
}

/** Ends the process, in the words that the terminal has for it. */
function exit(code?: number): void {
  const { stack = '' } = new Error(); // it names the line of the reader's code that called this
  const what = `ProcessExit: process.exit(${code ?? ''}) ends the broker, with the sessions of all clients`;
  tell({ kind: 'crashed', error: loader.told(`${what}\n${stack}`) });
}

type Uncaught = (error: unknown) => void;
/** The functions that take uncaught errors, as a task check does while it runs. */
const uncaught = new Set<Uncaught>();

const environment: Record<string, string> = {};
let printed = '';
Object.assign(globalThis, {
  Buffer,
  setImmediate,
  process: {
    argv: [],
    env: environment,
    stdout: { on() {} },
    stderr: { on() {} },
    once() {},
    exit,
    report: { getReport: () => ({}) },
    on: (_event: 'uncaughtException', listener: Uncaught) => uncaught.add(listener),
    off: (_event: 'uncaughtException', listener: Uncaught) => uncaught.delete(listener),
  },
});
console.log = () => {}; // it would only say where the broker listens, which the page knows
console.error = (...values: readonly unknown[]) => {
  printed = loader.told(values.map((value) => (value instanceof Error ? stackOf(value) : String(value))).join(' '));
  tell({ kind: 'printed', text: printed });
};

/** With the message before the places, as not every browser has it. */
function stackOf(error: Error): string {
  const { name, message, stack = '' } = error;
  return stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;
}

const toldOf = (error: unknown) => (error instanceof Error ? loader.told(stackOf(error)) : String(error));
function takeUncaught(error: unknown): void {
  for (const take of uncaught) take(error);
  if (uncaught.size === 0) tell({ kind: 'crashed', error: toldOf(error) });
}
addEventListener('error', (event: ErrorEvent) => {
  event.preventDefault();
  takeUncaught(event.error);
});
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  takeUncaught(event.reason);
});

let rounds = 0;
let turnBegan: number | undefined;
Object.assign(globalThis, {
  [STILL_RUNNING](place: string) {
    rounds += 1;
    if (turnBegan === undefined) {
      turnBegan = performance.now();
      setImmediate(() => {
        turnBegan = undefined;
        rounds = 0;
      });
    } else if (rounds % LIMIT_ROUNDS === 0 && performance.now() - turnBegan > LOOP_LIMIT_MS) tell({ kind: 'stuck', place });
  },
});

/** Of a broker in the network of this page, as `PEERS` names it. */
const addressOf = (port: number | string | undefined) => `ws://127.0.0.1:${port}`;

/** How the broker that is starting now reaches the others in this page. No link comes in by a request. */
function PageNetwork() {
  return { ...network?.at(addressOf(environment['PORT'])), upgrade: () => false };
}

const standIns = new Map<string, Module>([
  ['jose', jose],
  ['@workshop/checks/tokens', tokens],
  ['node:util', { inspect, isDeepStrictEqual: dequal }],
  ['node:events', { once: (server: Server, event: string) => new Promise((resolve) => server.once(event, resolve)) }],
  ['node:http', { createServer }],
  ['node:timers', { setImmediate }],
  ['@workshop/client/serve', { serveClients: () => undefined }],
  ['ws', { WebSocketServer }],
  [STORE, { openSqliteStore: (name: string) => stores?.open(name, isOver) }],
  [NETWORK, { SocketNetwork: PageNetwork }],
]);

type Judge = Extract<ToWorker, { readonly kind: 'judge' }>;

/** Runs the checks of tasks, with the same code as in the terminal. */
async function judge({ id, stage, files, sources }: Judge): Promise<void> {
  const codeErrorOf = (thrown: unknown) => codeErrorTold(toldOf(thrown), sources);
  try {
    const { runTasks } = (await loader.load('shared/workshop/src/task-checks/run-tasks.ts')) as typeof RunTasks;
    const load = async (file: string) => (await loader.load(`steps/${stage}/task-checks/${file}.ts`))['checks'] as TaskChecks;
    await runTasks({ files }, { load, tell: (message) => tell({ kind: 'judging', message }), codeErrorOf });
    tell({ kind: 'judged', id });
  } catch (error) {
    tell({ kind: 'failed', id, error: toldOf(error) });
  }
}

async function start({ id, stage, settings }: Extract<ToWorker, { readonly kind: 'start' }>): Promise<void> {
  for (const name of Object.keys(environment)) delete environment[name];
  Object.assign(environment, settings);
  printed = '';
  const broker = `steps/${stage}/src/broker.ts`;
  const state = { isOver: false };
  isOver = () => state.isOver;
  try {
    const port = Number(settings['PORT']);
    if (servers.has(port)) throw new Error(`EADDRINUSE: PORT=${port} is taken by another broker of this page`);
    const real = await loader.load(broker);
    if (stage >= '02')
      stores ??= new Stores((await loader.load('steps/02-persistence/src/broker.ts'))['MemoryStore'] as typeof MemoryStore);
    if (stage >= '06') network ??= new (real['MemoryNetwork'] as typeof MemoryNetwork)();
    let parts: Parts | undefined;
    const createBroker = (options: unknown) => (parts = (real['createBroker'] as (options: unknown) => Parts)(options));
    const { url } = await loader.run(`steps/${stage}/src/main.ts`, new Map([['./broker.ts', { ...real, createBroker }]]));
    const server = servers.get(port);
    if (url === undefined || !server || !parts) return tell({ kind: 'failed', id, error: printed });
    running.set(port, Object.assign(state, { parts, server, file: settings['DB_FILE'] ?? '' }));
    tell({ kind: 'started', id, port });
  } catch (error) {
    tell({ kind: 'failed', id, error: toldOf(error) });
  }
}

function kill(port: number): void {
  const broker = running.get(port);
  if (!broker) return;
  broker.isOver = true;
  broker.server.kill();
  network?.kill(addressOf(port));
  running.delete(port);
}

addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  switch (message.kind) {
    case 'load':
      loader = new Loader({ ...message, standIns });
      return;
    case 'start':
      starting = starting.then(() => start(message));
      return;
    case 'kill':
      return kill(message.port);
    case 'cut':
      return cut(message.ports);
    case 'heal':
      return network?.heal();
    case 'judge':
      void judge(message);
      return;
    case 'turn':
      return tell({ kind: 'turned' });
    case 'snapshot': {
      const broker = running.get(message.port);
      if (broker) tell({ kind: 'snapshot', id: message.id, snapshot: snapshotOf(broker.parts, stores, broker.file) });
      return;
    }
    case 'connect': {
      const { connection, port, headers } = message;
      const server = servers.get(port);
      if (!server) return tell({ connection, kind: 'closed', code: ABNORMAL });
      const hear = (told: ToClient) => {
        if (told.kind === 'closed' || told.kind === 'refused') sockets.delete(connection);
        tell({ connection, ...told });
      };
      sockets.set(connection, server.connect(connection, headers, hear));
      return;
    }
    default:
      sockets.get(message.connection)?.hear(message);
  }
});

/** Until the cut heals, what two brokers send each other is lost, and neither can dial the other; both notice. */
function cut(ports: readonly [number, number]): void {
  const [a, b] = ports.map(addressOf) as [string, string];
  network?.cut(a, b);
  network?.silence(a, b);
  network?.silence(b, a);
}
