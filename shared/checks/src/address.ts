// Where a broker listens: its output names the address, and a connection that is accepted there confirms it (P0-2).

import { connect } from 'node:net';
import { Failure } from './check.ts';
import { withinLimit } from './time.ts';
import { listeningPorts, listensOn } from './ports.ts';
import type { RunningCommand } from './processes.ts';

const ADDRESS = /ws:\/\/(\[[^\]\s]*\]|[^\s/:@]*):(\d+)(?!\d)/g;
const LOOPBACK = '127.0.0.1';
/** An address where another process listens may only be mentioned: it counts after so many ms without output. */
const QUIET_MS = 500;

/**
 * Resolves to the broker's address, such as `ws://127.0.0.1:8765`: the last one on a whole line of its output that accepts connections.
 * @param limit how long it may take, in ms
 * @returns `undefined` when the command has ended
 * @throws {Failure} when there is none in time
 */
export async function addressOf(command: RunningCommand, limit: number): Promise<string | undefined> {
  const late = performance.now() + limit;
  const refused = new Set<string>();
  for (;;) {
    const printed = command.stdout.length;
    let elsewhere: string | undefined;
    for (const url of addressesIn(wholeLines(command.stdout.text)).toReversed()) {
      if (refused.has(url)) continue; // it was printed too early
      if (!(await accepts(url))) refused.add(url);
      else if (isOfCommand(command, url)) return url;
      else elsewhere ??= url;
    }
    const left = late - performance.now();
    const more = await withinLimit(somethingNew(command, printed), Math.max(0, elsewhere === undefined ? left : Math.min(QUIET_MS, left)));
    if (command.ended) return undefined;
    if (more) continue;
    if (elsewhere !== undefined) return elsewhere;
    throw notFound(command, [...refused].at(-1), limit);
  }
}

/** Whether somebody accepts TCP connections at an address. */
export async function accepts(url: string, limit?: number): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  const accepted = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  const answer = (await withinLimit(accepted, limit)) ?? false;
  socket.destroy();
  return answer;
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** The well-formed addresses in a text. `ws://:8765`, `ws://*:8765` and `ws://0.0.0.0:8765` mean every address of this machine. */
function addressesIn(text: string): string[] {
  return Array.from(text.matchAll(ADDRESS), ([, host = '', port]) => {
    const isAny = /^(?:\*|0\.0\.0\.0|\[::\])?$/.test(host);
    return `ws://${isAny ? LOOPBACK : host}:${port}`;
  }).filter((url) => URL.canParse(url));
}

/** Whether the command itself listens there; true also where nobody can tell. */
function isOfCommand({ pid }: RunningCommand, url: string): boolean {
  return listensOn(Number(new URL(url).port), pid) ?? true;
}

/** Resolves to true when there is more output than so many characters, or the command has ended. */
async function somethingNew({ stdout, exit }: RunningCommand, printed: number): Promise<true> {
  let stop = () => {};
  const output = new Promise<void>((resolve) => {
    const look = () => void (stdout.length > printed && resolve());
    stop = stdout.watch(look);
    look();
  });
  await Promise.race([output, exit]);
  stop();
  return true;
}

function notFound(command: RunningCommand, refused: string | undefined, limit: number): Failure {
  if (refused !== undefined)
    return new Failure({
      message: 'the broker printed its address before it accepted connections',
      expected: `${refused} accepts a TCP connection as soon as the line is there (P0-2)`,
      got: 'the connection was refused',
      cause: refused.endsWith(':0')
        ? 'print the port that the system gave, and not the 0 that was asked for'
        : 'print the line when listening has begun, and not before',
    });
  const ports = listeningPorts(command.pid) ?? [];
  const [unfinished] = addressesIn(command.stdout.text);
  return new Failure({
    message: 'the broker did not print its address',
    expected: `a line on standard output that contains ws://HOST:PORT, within ${limit / 1000} s (P0-2)`,
    got: command.said,
    cause:
      unfinished !== undefined
        ? 'the line has no end: print a newline after the address'
        : ports.length > 0
          ? `it listens on port ${ports.join(', ')}, but the line never came: print it, and flush standard output`
          : 'it listens nowhere yet: it may be waiting for something, or be stuck in an endless loop',
  });
}
