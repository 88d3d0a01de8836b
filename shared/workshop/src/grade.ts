// `pnpm grade <stage> -- <command…>`: judges any command, in any language.

import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type ApartGrading,
  checksOf,
  type Command,
  gradeApart,
  NO_COMMAND,
  type Report,
  type Result,
  stormsOf,
  suites,
} from '@workshop/checks';
import { writeFailurePage } from './verdicts/failure-page.ts';
import { count } from './progress/progress.ts';
import { stageNamed } from './stages.ts';
import { ROOT } from './tools.ts';
import { oneWord, readArguments, UsageError } from './usage.ts';
import { lineOf, plainestFirst, storiesOf } from './verdicts/verdicts.ts';

const USAGE = 'type pnpm grade <stage> [--seed N] [--only CHECK|GROUP]… [--json FILE] -- <command…>, or pnpm grade --all';
const OPTIONS = { seed: { type: 'string' }, only: { type: 'string', multiple: true }, json: { type: 'string' } } as const;

/** What `grade` is asked for. */
export interface Order {
  readonly stage: string;
  readonly seed: number | undefined;
  /** The ids of checks. */
  readonly only: readonly string[] | undefined;
  readonly json: string | undefined;
  readonly command: Command;
}

/**
 * Exit codes: 0 all checks pass, 1 one fails or is to do, 3 the grader itself broke.
 * @throws {UsageError} for wrong usage, which is 2
 */
export async function grade(args: readonly string[]): Promise<number> {
  if (args[0] === '--all') return (await import('./classroom/grade-all.ts')).gradeAll(args);
  const { stage, seed, only, json, command } = readOrder(args);
  const folder = process.env['INIT_CWD'] ?? process.cwd(); // where the person typed it: pnpm itself changes to the root
  const file = json === undefined ? undefined : resolve(folder, json);
  if (file !== undefined && !existsSync(dirname(file)))
    throw new UsageError(`--json ${json} has no folder yet: make ${dirname(file)} first`);

  const grading: ApartGrading = {
    stage: Number(stage),
    target: { command, folder },
    seed,
    only,
    again: [`pnpm grade ${stage}`, `-- ${command.map(quoteForShell).join(' ')}`],
  };
  const tell = (result: Result) => {
    if (result.message !== NO_COMMAND && result.verdict !== 'untried') console.log(lineOf(result));
  };
  const report = await gradeApart(grading, tell).catch((error: unknown) => {
    console.error('the grader itself broke:', error);
  });
  if (!report) return 3;
  refuseUnknown(command, report);
  const { stage: name = '' } = suites.at(Number(stage) - 1) ?? {};
  for (const story of ['', ...storiesOf(report.checks, name)]) console.log(story);
  const page = writeFailurePage(ROOT, `grade-${stage}`, `Stage ${stage}: ${command.join(' ')}`, plainestFirst(report.checks, name));
  if (page !== undefined) console.log(`Drawn, step by step: ${page}\n`);
  console.log(`stage ${stage}: ${count(report.checks)} (seed ${report.seed})`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(withoutStories(report), undefined, 2)}\n`);
  return exitCodeOf(report);
}

/** @throws {UsageError} when the system could not start the command */
function refuseUnknown([program]: Command, { checks }: Report): void {
  const [failed] = checks.filter(({ message }) => message === NO_COMMAND);
  const reason = /could not be started: (.*)/.exec(failed?.story ?? '')?.[1];
  if (reason !== undefined)
    throw new UsageError(
      `${program} could not be started (${reason}): after --, give the command that starts your broker, as you would type it`,
    );
}

export function exitCodeOf({ checks }: Report): number {
  if (checks.some(({ verdict }) => verdict === 'error')) return 3;
  return checks.every(({ verdict }) => verdict === 'pass') ? 0 : 1;
}

/** @throws {UsageError} */
export function readOrder(args: readonly string[]): Order {
  const dashes = args.indexOf('--');
  const [program, ...rest] = dashes < 0 ? [] : args.slice(dashes + 1);
  if (program === undefined) throw new UsageError(`there is no command after --: ${USAGE}`);
  const { values, positionals } = readArguments(args.slice(0, dashes), OPTIONS, USAGE);
  const { number } = stageNamed(
    suites.map(({ stage }) => ({ name: stage, number: stage.slice(0, 2) })),
    oneWord(positionals, 'stage', USAGE),
  );
  const only = values.only && checksNamed(number, values.only);
  return { stage: number, seed: readSeed(values.seed), only, json: values.json, command: [program, ...rest] };
}

/**
 * The ids of the checks that `--only` names: a check by its id, or a whole group by its name.
 * @throws {UsageError} for a name that a stage has neither as a check nor as a group
 */
export function checksNamed(stage: string, names: readonly string[]): string[] {
  const checks = checksOf(Number(stage)).map(({ check }) => check);
  const ids = [...checks, ...stormsOf(Number(stage)).map(({ check }) => check)].map(({ id }) => id);
  const chosen = names.flatMap((name) => {
    if (ids.includes(name)) return name;
    const members = checks.filter(({ group }) => group === name).map(({ id }) => id);
    if (members.length > 0) return members;
    const words = name.split('-');
    const near = checks.map(({ id }) => id).filter((id) => id.split('-').some((word) => words.includes(word)));
    const groups = [...new Set(checks.map(({ group }) => group))];
    const right =
      near.length > 0
        ? `give ${near.length > 1 ? 'one of ' : ''}${near.join(', ')}`
        : `give one such as ${ids[0]}, or a group: ${groups.join(', ')}`;
    throw new UsageError(`${name} is not a check of stage ${stage}, nor a group of checks: ${right}`);
  });
  return [...new Set(chosen)];
}

/** @throws {UsageError} for anything that is not a seed */
export function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed ${text} is not a seed: give a whole number from 0 to ${2 ** 32 - 1}`);
}

function withoutStories({ stage, seed, checks }: Report) {
  return { stage, seed, checks: checks.map(({ story: _story, events: _events, picture: _picture, ...check }) => check) };
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
