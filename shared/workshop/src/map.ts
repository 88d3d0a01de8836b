// `pnpm check --map`: measures how much code there is to read, and which way one message takes through it, so that two checkouts can be
// compared.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fullestFolder, isWiring, linesOf, linesToWrite, sourcesOf } from './map/measure.ts';
import { type Call, isBetweenFiles, type Place } from './map/recorder.ts';
import { tracePublish } from './map/trace.ts';
import { loadStages, type Stage } from './stages.ts';
import { ROOT } from './tools.ts';
import { readArguments, UsageError } from './usage.ts';

const USAGE = 'type pnpm check --map [--root CHECKOUT] [--calls]';
const OPTIONS = { root: { type: 'string' }, calls: { type: 'boolean' } } as const;

/** The stages whose PUBLISH is traced: the plain broker, the one with a store and with users, and the network. */
const TRACED = ['01', '03', '06'];

/** @throws {UsageError} */
export async function map(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is one word too many: ${USAGE}`);
  const root = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.root ?? ROOT); // where the person typed it
  if (!existsSync(join(root, 'steps')))
    throw new UsageError(`--root ${root} is not a checkout of the workshop, it has no folder steps: ${USAGE}`);
  const stages = await loadStages(root);

  console.log(table(['stage', 'lines', 'files', 'most in a folder', 'wiring', 'lines to write'], sizeRows(stages)));
  console.log(`\n${coreLine(stages)}\n`);

  const traced: (readonly [name: string, calls: readonly Call[]])[] = [];
  for (const stage of stages) if (TRACED.includes(stage.number)) traced.push([stage.name, await tracePublish(stage)]);
  const rows = traced.map(([name, calls]): Row => [name, ...traceCounts(calls)]);
  console.log(table(['one PUBLISH', 'files that run', 'calls', 'between files', 'entries from Node'], rows));
  if (values.calls) for (const [name, calls] of traced) console.log(`\n${name}:\n${listing(calls).join('\n')}`);
  return 0;
}

type Row = readonly [title: string, ...numbers: (number | string)[]];

function sizeRows(stages: readonly Stage[]): Row[] {
  const sizes = stages.map((stage) => {
    const sources = sourcesOf(stage);
    return {
      name: stage.name,
      lines: linesOf(sources),
      files: sources.length,
      fullest: fullestFolder(sources),
      wiring: sources.filter(isWiring).length,
      toWrite: linesToWrite(stage),
    };
  });
  const total = (column: 'lines' | 'files' | 'wiring' | 'toWrite') => sizes.reduce((sum, size) => sum + size[column], 0);
  return [
    ...sizes.map(({ name, lines, files, fullest, wiring, toWrite }): Row => [name, lines, files, fullest, wiring, toWrite]),
    ['all', total('lines'), total('files'), '', total('wiring'), total('toWrite')],
  ];
}

/** The core is wherever the first stage declares its Broker. */
function coreLine([first]: readonly Stage[]): string {
  const core = first && sourcesOf(first).find(({ text }) => /^export class Broker\b/m.test(text));
  return core
    ? `the core: ${linesOf([core])} lines, in ${first.name}/${core.file}`
    : 'the core: no file of the first stage exports a class Broker';
}

function traceCounts(calls: readonly Call[]): number[] {
  const files = new Set(calls.flatMap(({ to }) => to?.file ?? []));
  const own = calls.filter(({ from, to }) => from && to);
  return [files.size, own.length, calls.filter(isBetweenFiles).length, calls.filter(({ from }) => !from).length];
}

/** The calls that cross files, in order, and those from and to Node. */
export function listing(calls: readonly Call[]): string[] {
  return calls.filter(({ from, to }) => from?.file !== to?.file).map(({ from, to }) => `  ${label(from, 'Node')} → ${label(to, 'socket')}`);
}

/** Such as `01/pubsub.ts:subscribe`. */
function label(place: Place | undefined, otherwise: string): string {
  if (place === undefined) return otherwise;
  const file = place.file.replace(/^(?:steps|shared)\//, '').replace(/^(\d\d)-[^/]*/, '$1');
  return `${file.replace('/src/', '/')}:${place.name}`;
}

function table(heads: Row, rows: readonly Row[]): string {
  const lines = [heads, ...rows].map((row) => row.map(String));
  const widths = heads.map((_head, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const cell = (text: string, column: number) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  return lines.map((line) => line.map(cell).join('  ')).join('\n');
}
