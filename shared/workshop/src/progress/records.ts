// What the workshop remembers, in the git-ignored folder .progress/. It can be deleted at any time: the next results recreate it, except
// for the diaries, which begin anew.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Result, suites } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import type { Stage } from '../stages.ts';
import type { TaskResult } from '../task-checks/protocol.ts';

/** The folder, in a workshop. */
export const recordsIn = (root: string): string => join(root, '.progress');

/** Whose records these are: a stage's exercise, or under `mine` the broker from scratch. */
type Owner = Pick<Stage, 'root' | 'number'>;

/** The verdicts on an exercise. */
export interface Results {
  /** The fingerprint of the exercise that was graded; empty while some verdicts are still on an older version. */
  readonly fingerprint: string;
  readonly checks: readonly ExerciseResult[];
  /** The reader's own earlier stages that it ran on: their fingerprints, by number. Absent: it ran on the finished ones. */
  readonly below?: Readonly<Record<string, string>>;
}

/** A verdict on an exercise. */
export interface ExerciseResult extends Result {
  /** The numbers of the reader's own earlier stages that a failure comes from. Absent: the failure is this exercise's own. */
  readonly from?: readonly string[];
}

/** The verdicts on the broker from scratch. */
export interface ScratchResults extends Results {
  /** The stage whose checks judged it last, such as 2: all earlier stages had passed. */
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

/** What the checks of the tasks and the compiler said about the exercise with this fingerprint. */
export interface TaskResults {
  readonly fingerprint: string;
  readonly tasks: readonly TaskResult[];
  /** Why some of it could not be run. */
  readonly broken?: CodeError | undefined;
  /** Absent until the compiler has reported. */
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
  return read(stage, 'hints.json', isCounts) ?? {};
}

export function writeHints(stage: Stage, hints: HintsGiven): void {
  write(stage, 'hints.json', JSON.stringify(hints));
}

/** What has happened to an exercise since its diary began. A reset leaves the diary as it is. */
export interface Diary {
  /** When it begins, in ISO form. */
  readonly since: string;
  /** The exercise had been judged before. */
  readonly isLate: boolean;
  /** The days on which something new was judged, such as `2026-11-28`, by the learner's own calendar. */
  readonly days: readonly string[];
  /** How many versions of the exercise were judged, and when the last one was judged, in ISO form. */
  readonly saves: number;
  readonly lastSave: string;
  /** How many hints were given before the last reset. */
  readonly hints: number;
  /** When each task was right for the first time, in ISO form; null for one that was right before the diary begins. */
  readonly firstRight: Readonly<Record<string, string | null>>;
  /** Since when each task's checks have passed, for the tasks whose checks pass now, in ISO form. */
  readonly doneSince: Readonly<Record<string, string>>;
  /** In how many versions each check has failed, by its id. */
  readonly failures: Readonly<Record<string, number>>;
}

export function readDiary(stage: Stage): Diary | undefined {
  return read(stage, 'diary.json', isDiary);
}

export function writeDiary(stage: Stage, diary: Diary): void {
  write(stage, 'diary.json', JSON.stringify(diary));
}

/** How many hints were given for its tasks, including those before a reset. */
export function countHints(stage: Stage): number {
  const given = readHints(stage); // the record also has the likely causes that were told
  return stage.tasks.reduce((sum, { number }) => sum + (given[number] ?? 0), readDiary(stage)?.hints ?? 0);
}

/** The starter as it was put in the exercise, perhaps by an earlier version of the workshop. */
export function readStarter(stage: Stage, file: string): string | undefined {
  return readGiven(stage, `${file}.ts`);
}

export function writeStarter(stage: Stage, file: string, text: string): void {
  writeGiven(stage, `${file}.ts`, text);
}

/** A file as it was put in the exercise; `undefined` when it never was. */
export function readGiven(stage: Stage, name: string): string | undefined {
  const path = pathOf(stage, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function writeGiven(stage: Stage, name: string, text: string): void {
  write(stage, name, text);
}

/** What the reader has chosen, for all stages. */
export interface Choices {
  /** Exercises run on the reader's own earlier stages. */
  readonly ownCode?: boolean;
  /** When they were last asked whether they would write a task again, in ms since 1970. */
  readonly askedAgain?: number;
}

export function readChoices(root: string): Choices {
  return readFrom(choicesIn(root), isChoices) ?? {};
}

export function writeChoices(root: string, choices: Choices): void {
  writeTo(choicesIn(root), JSON.stringify(choices));
}

/** Forgets the verdicts and the hints of a stage. Its diary keeps how many hints there were. */
export function forget(stage: Stage): void {
  const diary = readDiary(stage);
  if (diary) writeDiary(stage, { ...diary, hints: countHints(stage) });
  for (const name of ['results.json', 'tasks.json', 'hints.json']) rmSync(pathOf(stage, name), { force: true });
}

function pathOf({ root, number }: Owner, name: string): string {
  return join(recordsIn(root), number, name);
}

const choicesIn = (root: string): string => join(recordsIn(root), 'choices.json');

function read<T>(owner: Owner, name: string, isRight: (value: unknown) => value is T): T | undefined {
  return readFrom(pathOf(owner, name), isRight);
}

function write(owner: Owner, name: string, text: string): void {
  writeTo(pathOf(owner, name), text);
}

/** The contents of a file; `undefined` when there is none, or it has the wrong form. */
function readFrom<T>(path: string, isRight: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRight(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file whole or not at all: the site and a second terminal read while `pnpm start` writes. */
function writeTo(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

function isResults(value: unknown): value is Results {
  if (!isObject(value) || (value['below'] !== undefined && !isObject(value['below']))) return false;
  return typeof value['fingerprint'] === 'string' && Array.isArray(value['checks']) && value['checks'].every(isResult);
}

function isScratchResults(value: unknown): value is ScratchResults {
  return isResults(value) && 'stage' in value && typeof value.stage === 'number' && suites[value.stage - 1] !== undefined;
}

function isResult(value: unknown): value is ExerciseResult {
  return isObject(value) && ['id', 'group', 'title', 'verdict', 'message', 'story'].every((key) => typeof value[key] === 'string');
}

function isTaskResults(value: unknown): value is TaskResults {
  return isObject(value) && typeof value['fingerprint'] === 'string' && Array.isArray(value['tasks']) && value['tasks'].every(isTaskResult);
}

function isTaskResult(value: unknown): value is TaskResult {
  return isObject(value) && ['task', 'verdict', 'message', 'story'].every((key) => typeof value[key] === 'string');
}

function isCounts(value: unknown): value is Readonly<Record<string, number>> {
  return isObject(value) && Object.values(value).every((count) => typeof count === 'number');
}

function isDiary(value: unknown): value is Diary {
  return (
    isObject(value) &&
    ['since', 'lastSave'].every((key) => typeof value[key] === 'string') &&
    isObject(value['doneSince']) &&
    Object.values(value['doneSince']).every((at) => typeof at === 'string') &&
    typeof value['isLate'] === 'boolean' &&
    Array.isArray(value['days']) &&
    ['saves', 'hints'].every((key) => typeof value[key] === 'number') &&
    isObject(value['firstRight']) &&
    Object.values(value['firstRight']).every((at) => at === null || typeof at === 'string') &&
    isCounts(value['failures'])
  );
}

function isChoices(value: unknown): value is Choices {
  if (!isObject(value) || !['number', 'undefined'].includes(typeof value['askedAgain'])) return false;
  return ['boolean', 'undefined'].includes(typeof value['ownCode']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
