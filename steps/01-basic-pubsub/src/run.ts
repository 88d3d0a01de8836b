// What the main file of every stage does: reads the settings, listens, says where, and ends when it is told to.

import { setImmediate } from 'node:timers';
import type { Broker, CoreOptions } from './core.ts';
import { listen } from './server.ts';
import { readSettings, SettingError, type Settings, type SettingsOf, type SettingTable } from './settings.ts';

export interface Program<Table extends SettingTable> {
  /** The stage's name, such as `01-basic-pubsub`. */
  readonly stage: string;
  readonly settings: Table;
  create(settings: SettingsOf<Table>, host: CoreOptions): Broker;
}

/** Runs a broker until SIGTERM or SIGINT. A wrong setting or flag ends the process with one line on standard error. */
export async function run<Table extends SettingTable & Record<keyof Settings, unknown>>({
  stage,
  settings: table,
  create,
}: Program<Table>): Promise<void> {
  const [flag] = process.argv.slice(2);
  if (flag !== undefined)
    return fail(
      2,
      `${stage} takes no arguments, and got ${flag}: its settings are environment variables (${Object.keys(table).join(', ')})`,
    );
  try {
    const settings = readSettings(table, process.env);
    const broker = create(settings, { later: setImmediate, report: (error) => console.error(error) });
    const { url, close } = await listen(broker, settings as Settings, new URL(import.meta.resolve('@workshop/client')));
    console.log(`${stage} listens at ${url}`);
    console.log(`  its web client: ${url.replace('ws:', 'http:')}`);
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close());
  } catch (error) {
    fail(1, explain(error));
  }
}

function fail(code: number, line: string): void {
  console.error(line);
  process.exitCode = code;
}

function explain(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `PORT=${port} is taken by another program: stop that one, or choose another port, 0 for any that is free`;
  if (code === 'EACCES') return `PORT=${port} may not be used by you: give one above 1023`;
  if (code === 'EADDRNOTAVAIL') return `HOST=${address} is no address of this machine: give one that is, such as 127.0.0.1`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST=${process.env['HOST']} is not known: give an address of this machine, such as 127.0.0.1`;
  throw error;
}
