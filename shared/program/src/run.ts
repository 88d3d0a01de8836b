// Does the work of every stage's main file: reads the settings, starts the broker, prints where it listens, and ends it on a signal.

import type { AddressInfo } from 'node:net';
import { readSettings, SettingError, type SettingsOf, type SettingTable } from './settings.ts';

/** A server that accepts connections. */
export interface Listening {
  /** Its address, such as `ws://127.0.0.1:8765`. */
  readonly url: string;
  /** Closes the server; resolves once no connection is left. */
  close(): Promise<void>;
}

export function formatUrl({ address, family, port }: AddressInfo): string {
  return `ws://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/**
 * Where a browser on the same machine finds the web client. `0.0.0.0` and `[::]` mean every address of the machine: Windows connects to
 * neither.
 * @param url where the broker listens
 */
export function clientUrl(url: string): string {
  return url.replace('ws:', 'http:').replace(/\/(?:0\.0\.0\.0|\[::\]):/, '/localhost:');
}

/**
 * Runs a broker until SIGTERM or SIGINT. A wrong setting, or any argument, ends the process with one line on standard error.
 * @param stage its name, such as `01-basic-pubsub`
 * @param start gets the settings, and a function that reports errors that are the broker's own fault
 * @returns where the broker listens; `undefined` if it doesn't
 */
export async function run<Table extends SettingTable>(
  stage: string,
  table: Table,
  start: (settings: SettingsOf<Table>, report: (error: unknown) => void) => Promise<Listening>,
): Promise<string | undefined> {
  const [flag] = process.argv.slice(2);
  const names = Object.keys(table).join(', ');
  if (flag !== undefined) return fail(2, `${stage} takes no arguments, and got ${flag}: its settings are environment variables (${names})`);
  // Whoever reads what a broker prints may go, such as `tee`, or the journal of systemd when it is restarted: the broker goes on.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  try {
    const { url, close } = await start(readSettings(table, process.env), report);
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close().catch(giveUp));
    console.log(`${stage} listens at ${url}`);
    console.log(`  its web client: ${clientUrl(url)}`);
    return url;
  } catch (error) {
    return fail(1, explain(error));
  }
}

function fail(code: number, line: string): undefined {
  console.error(line);
  process.exitCode = code;
}

/** Ends the process after closing has failed, whatever is still open. */
function giveUp(error: unknown): void {
  report(error);
  process.exit(1);
}

/** How soon the same line may be printed again, in ms: each message that a full disk refuses would make the log longer. */
const SAME_LINE_MS = 10_000;
let last = { line: '', time: 0 };

/** Reports an error in one line if a person can fix it, and with its stack if it is a bug. */
function report(error: unknown): void {
  if (!(error instanceof SettingError)) return console.error(error);
  const { message: line } = error;
  const time = Date.now();
  if (line === last.line && Math.abs(time - last.time) < SAME_LINE_MS) return;
  last = { line, time };
  console.error(`${new Date(time).toISOString()} ${line}`);
}

function explain(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `PORT=${port} is taken by another program: stop that one, or choose another port, 0 for any that is free`;
  if (code === 'EACCES' && Number(port) < 1024) return `PORT=${port} is for administrators: give one above 1023`;
  if (code === 'EACCES') return `PORT=${port} is kept from programs by the system, or a firewall: give another, 0 for any that is free`;
  if (code === 'EADDRNOTAVAIL') return `HOST=${address} is no address of this machine: give one that is, such as 127.0.0.1`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST=${process.env['HOST']} is not known: give an address of this machine, such as 127.0.0.1`;
  throw error;
}
