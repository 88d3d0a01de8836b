// What the main file of every stage does: reads the settings, listens, says where, and ends when it is told to.

import { setImmediate } from 'node:timers';
import type { Broker, CoreOptions } from './core.ts';
import { type Door, listen } from './server.ts';
import { readSettings, SettingError, type Settings, type SettingsOf, type SettingTable } from './settings.ts';

export interface Program<Table extends SettingTable> {
  /** The stage's name, such as `01-basic-pubsub`. */
  readonly stage: string;
  readonly settings: Table;
  create(settings: SettingsOf<Table>, host: CoreOptions): Broker;
  /** Whether a page of this origin may connect; a client that is no page has none. By default, any may. */
  admits?(settings: SettingsOf<Table>, origin: string | undefined): boolean;
  readonly door?: Door;
}

/**
 * Runs a broker until SIGTERM or SIGINT. A wrong setting or flag ends the process with one line on standard error.
 * @returns where it listens, such as `ws://127.0.0.1:8765`; nothing when it does not
 */
export async function run<Table extends SettingTable & Record<keyof Settings, unknown>>({
  stage,
  settings: table,
  create,
  admits = () => true,
  door,
}: Program<Table>): Promise<string | undefined> {
  const [flag] = process.argv.slice(2);
  if (flag !== undefined)
    return fail(
      2,
      `${stage} takes no arguments, and got ${flag}: its settings are environment variables (${Object.keys(table).join(', ')})`,
    );
  try {
    const settings = readSettings(table, process.env);
    const broker = create(settings, { later: setImmediate, report });
    const page = new URL(import.meta.resolve('@workshop/client'));
    const { url, close } = await listen(broker, settings as Settings, page, (origin) => admits(settings, origin), door);
    console.log(`${stage} listens at ${url}`);
    console.log(`  its web client: ${url.replace('ws:', 'http:')}`);
    console.log(`  ${describeCode(stage)}`);
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void close());
    return url;
  } catch (error) {
    return fail(1, explain(error));
  }
}

/** The same stage runs the finished code or the learner's: says which this is, and names the other. */
function describeCode(stage: string): string {
  const isExercise = process.execArgv.includes(`--conditions=exercise-${stage.slice(0, 2)}`);
  return isExercise
    ? `this is your exercise; the finished stage: pnpm --filter ${stage} dev`
    : `this is the finished stage; your exercise: pnpm --filter ${stage} dev:exercise`;
}

function fail(code: number, line: string): undefined {
  console.error(line);
  process.exitCode = code;
}

/** What somebody can mend is one line; what is a bug comes with its stack. */
function report(error: unknown): void {
  console.error(error instanceof SettingError ? `${new Date().toISOString()} ${error.message}` : error);
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
