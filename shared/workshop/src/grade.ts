// `pnpm grade <stage> -- <command…>`: judges any command, in any language.

import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ApartGrading, checksOf, type Command, gradeApart, type Report, stormsOf, suites } from '@workshop/checks';
import { count } from './progress.ts';
import { stageNamed } from './stages.ts';
import { readArguments, UsageError } from './usage.ts';
import { lineOf, storiesOf } from './verdicts.ts';

const USAGE = 'type pnpm grade <stage> [--seed N] [--only CHECK] [--json FILE] -- <command…>';

/** What `grade` is asked for. */
export interface Order {
  readonly stage: string;
  readonly seed: number | undefined;
  readonly only: string | undefined;
  readonly json: string | undefined;
  readonly command: Command;
}

/**
 * Exit codes: 0 all checks pass, 1 one fails or is to do, 3 the grader itself broke.
 * @throws {UsageError} for wrong usage, which is 2
 */
export async function grade(args: readonly string[]): Promise<number> {
  const { stage, seed, only, json, command } = readOrder(args);
  const folder = process.env['INIT_CWD'] ?? process.cwd(); // where the person typed it; pnpm itself goes to the root
  const file = json === undefined ? undefined : resolve(folder, json);
  if (file !== undefined && !existsSync(dirname(file)))
    throw new UsageError(`--json ${json} has no folder to be in: make ${dirname(file)} first`);

  const grading: ApartGrading = {
    stage: Number(stage),
    target: { command, folder },
    seed,
    only: only === undefined ? undefined : [only],
    again: [`pnpm grade ${stage}`, `-- ${command.map(quoteForShell).join(' ')}`],
  };
  const report = await gradeApart(grading, (result) => console.log(lineOf(result))).catch((error: unknown) => {
    console.error('the grader itself broke:', error);
  });
  if (!report) return 3;
  for (const story of ['', ...storiesOf(report.checks)]) console.log(story);
  console.log(`stage ${stage}: ${count(report.checks)} (seed ${report.seed})`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(withoutStories(report), undefined, 2)}\n`);
  return exitCodeOf(report);
}

export function exitCodeOf({ checks }: Report): number {
  if (checks.some(({ verdict }) => verdict === 'error')) return 3;
  return checks.every(({ verdict }) => verdict === 'pass') ? 0 : 1;
}

/** @throws {UsageError} */
export function readOrder(args: readonly string[]): Order {
  const dashes = args.indexOf('--');
  const [program, ...rest] = dashes < 0 ? [] : args.slice(dashes + 1);
  if (program === undefined) throw new UsageError(`there is no command behind --: ${USAGE}`);
  const { words, options } = readArguments(args.slice(0, dashes), ['seed', 'only', 'json'], [], USAGE);
  if (words.length !== 1)
    throw new UsageError(`${words.length === 0 ? 'no stage is named' : `${words[1]} is one word too many`}: ${USAGE}`);
  const { number } = stageNamed(
    suites.map(({ stage }) => ({ name: stage, number: stage.slice(0, 2) })),
    words[0],
  );
  const only = options.get('only');
  if (only !== undefined) requireCheck(number, only);
  return { stage: number, seed: readSeed(options.get('seed')), only, json: options.get('json'), command: [program, ...rest] };
}

/** @throws {UsageError} when a stage has no check of that id */
export function requireCheck(stage: string, id: string): void {
  const ids = checksOf(Number(stage)).map(({ check }) => check.id);
  const storms = stormsOf(Number(stage)).map(({ check }) => check.id);
  if (ids.includes(id) || storms.includes(id)) return;
  const words = id.split('-');
  const near = ids.filter((other) => other.split('-').some((word) => words.includes(word)));
  throw new UsageError(`${id} is no check of stage ${stage}: give one of ${(near.length > 0 ? near : ids).join(', ')}`);
}

/** @throws {UsageError} for what is no seed */
export function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed ${text} is no seed: give a whole number from 0 to ${2 ** 32 - 1}`);
}

function withoutStories({ stage, seed, checks }: Report) {
  return { stage, seed, checks: checks.map(({ story: _story, ...check }) => check) };
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
