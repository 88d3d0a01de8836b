// What the workshop remembers, in the git-ignored folder .progress/: it can be deleted at any time, and is made again from the next results.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Result, suites } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import type { Stage } from './stages.ts';
import type { TaskResult } from './task-checks/protocol.ts';

/** The folder, in a workshop. */
export const recordsIn = (root: string): string => join(root, '.progress');

/** Whose records these are: those of a stage's exercise, or under `mine` those of the broker from scratch. */
type Owner = Pick<Stage, 'root' | 'number'>;

/** The verdicts on an exercise. */
export interface Results {
  /** Of the exercise that was graded; empty while some verdicts are still of an older one. */
  readonly fingerprint: string;
  readonly checks: readonly Result[];
}

/** The verdicts on the broker from scratch. */
export interface ScratchResults extends Results {
  /** By whose checks it was judged last, such as 2: all of the stages before had passed. */
  readonly stage: number;
}

export function readScratchResults(root: string): ScratchResults | undefined {
  return read({ root, number: 'mine' }, 'results.json', isScratchResults);
}

export function writeScratchResults(root: string, results: ScratchResults): void {
  write({ root, number: 'mine' }, 'results.json', JSON.stringify(results));
}

export function readResults(stage: Stage): Results | undefined {
  return read(stage, 'results.json', isResults);
}

export function writeResults(stage: Stage, results: Results): void {
  write(stage, 'results.json', JSON.stringify(results));
}

export function forgetScratch(root: string): void {
  rmSync(pathOf({ root, number: 'mine' }, 'results.json'), { force: true });
}

/** What the checks of the tasks said, and the compiler: of the exercise with this fingerprint. */
export interface TaskResults {
  readonly fingerprint: string;
  readonly tasks: readonly TaskResult[];
  /** Why some of it could not be run. */
  readonly broken?: CodeError | undefined;
  /** Absent until the compiler has had its say. */
  readonly typeErrors?: readonly CodeError[];
}

export function readTaskResults(stage: Stage): TaskResults | undefined {
  return read(stage, 'tasks.json', isTaskResults);
}

export function writeTaskResults(stage: Stage, results: TaskResults): void {
  write(stage, 'tasks.json', JSON.stringify(results));
}

/** How many hints were given, by the task's number. */
export type HintsGiven = Readonly<Record<string, number>>;

export function readHints(stage: Stage): HintsGiven {
  return read(stage, 'hints.json', isHints) ?? {};
}

export function writeHints(stage: Stage, hints: HintsGiven): void {
  write(stage, 'hints.json', JSON.stringify(hints));
}

/** The starter as it was put in the exercise, perhaps by an earlier version of the workshop. */
export function readStarter(stage: Stage, file: string): string | undefined {
  const path = pathOf(stage, `${file}.ts`);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function writeStarter(stage: Stage, file: string, text: string): void {
  write(stage, `${file}.ts`, text);
}

/** Forgets the verdicts and the hints of a stage. */
export function forget(stage: Stage): void {
  for (const name of ['results.json', 'tasks.json', 'hints.json']) rmSync(pathOf(stage, name), { force: true });
}

function pathOf({ root, number }: Owner, name: string): string {
  return join(recordsIn(root), number, name);
}

/** What a file holds; `undefined` when there is none, or it is not what it should be. */
function read<T>(owner: Owner, name: string, isRight: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(pathOf(owner, name), 'utf8'));
    return isRight(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: the site and a second terminal read while `pnpm start` writes. */
function write(owner: Owner, name: string, text: string): void {
  const path = pathOf(owner, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

function isResults(value: unknown): value is Results {
  return isObject(value) && typeof value['fingerprint'] === 'string' && Array.isArray(value['checks']) && value['checks'].every(isResult);
}

function isScratchResults(value: unknown): value is ScratchResults {
  return isResults(value) && 'stage' in value && typeof value.stage === 'number' && suites[value.stage - 1] !== undefined;
}

function isResult(value: unknown): value is Result {
  return isObject(value) && ['id', 'group', 'title', 'verdict', 'message', 'story'].every((key) => typeof value[key] === 'string');
}

function isTaskResults(value: unknown): value is TaskResults {
  return isObject(value) && typeof value['fingerprint'] === 'string' && Array.isArray(value['tasks']) && value['tasks'].every(isTaskResult);
}

function isTaskResult(value: unknown): value is TaskResult {
  return isObject(value) && ['task', 'verdict', 'message', 'story'].every((key) => typeof value[key] === 'string');
}

function isHints(value: unknown): value is HintsGiven {
  return isObject(value) && Object.values(value).every((given) => typeof given === 'number');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
