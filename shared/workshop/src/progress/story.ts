// `pnpm progress --story`: a learner's own figures. Whatever was not recorded is not guessed.

import { join, relative } from 'node:path';
import { exercisedFiles, exerciseFolder } from '../exercises/exercise.ts';
import { isDone, progressOf } from './progress.ts';
import { countHints, readDiary } from './records.ts';
import { type Stage, withExercise } from '../stages.ts';

interface StageFigures {
  readonly stage: Stage;
  readonly done: boolean;
  readonly tasks: { readonly right: number; readonly all: number };
  readonly checks: { readonly passed: number; readonly all: number };
  readonly hints: number;
  /** The exercised files, from the root of the workshop, with `/`. */
  readonly files: readonly string[];
  /** `undefined` if there is no diary. */
  readonly saves: number | undefined;
  readonly days: readonly string[];
  /** When the first and the last of the right tasks became right; `undefined` if that is not known. */
  readonly firstGreen: Date | undefined;
  readonly lastGreen: Date | undefined;
  /** Some of it happened before there was a diary. */
  readonly isPartlyUnknown: boolean;
  /** The check that failed in most versions. */
  readonly hardest: { readonly title: string; readonly id: string; readonly failures: number; readonly passes: boolean } | undefined;
}

export interface Figures {
  /** The stages that were begun. */
  readonly stages: readonly StageFigures[];
  /** How many there are. */
  readonly all: { readonly stages: number; readonly tasks: number };
}

export function figuresOf(stages: readonly Stage[]): Figures {
  const all = withExercise(stages);
  return {
    stages: all.flatMap((stage) => figuresOfStage(stage) ?? []),
    all: { stages: all.length, tasks: all.flatMap(({ tasks }) => tasks).length },
  };
}

function figuresOfStage(stage: Stage): StageFigures | undefined {
  const progress = progressOf(stage);
  const diary = readDiary(stage);
  if (!progress.started && !diary) return undefined;
  const right = progress.tasks.filter(({ state }) => state === 'right');
  const greens = Object.values(diary?.firstRight ?? {}).filter((at) => at !== null);
  const isPartlyUnknown = diary?.isLate ?? true;
  const [first, last] = [isPartlyUnknown ? undefined : greens.toSorted()[0], greens.toSorted().at(-1)];
  const [most] = Object.entries(diary?.failures ?? {}).toSorted(([, one], [, other]) => other - one);
  const check = progress.checks.find(({ id }) => id === most?.[0]);
  return {
    stage,
    done: isDone(progress),
    tasks: { right: right.length, all: progress.tasks.length },
    checks: { passed: progress.checks.filter(({ verdict }) => verdict === 'pass').length, all: progress.checks.length },
    hints: countHints(stage),
    files: exercisedFiles(stage).map((file) => relative(stage.root, join(exerciseFolder(stage), `${file}.ts`)).replaceAll('\\', '/')),
    saves: diary?.saves,
    days: diary?.days ?? [],
    firstGreen: first === undefined ? undefined : new Date(first),
    lastGreen: last === undefined ? undefined : new Date(last),
    isPartlyUnknown,
    hardest: check && most && { title: check.title, id: check.id, failures: most[1], passes: check.verdict === 'pass' },
  };
}

/** The figures as a terminal shows them. */
export function tellStory(figures: Figures): string {
  if (figures.stages.length === 0) return 'There is nothing to tell yet: no exercise has been started.';
  return [...table(figures.stages), '', ...summaryOf(figures)].join('\n');
}

function table(stages: readonly StageFigures[]): string[] {
  const rows = stages.map(({ stage, tasks, hints, saves, firstGreen, lastGreen }) => [
    stage.name,
    `${tasks.right} of ${tasks.all}`,
    String(hints),
    saves === undefined ? UNKNOWN : String(saves),
    firstGreen ? momentOf(firstGreen) : UNKNOWN,
    lastGreen ? momentOf(lastGreen) : UNKNOWN,
  ]);
  const all = [['stage', 'tasks', 'hints', 'saves', 'first green', 'last green'], ...rows];
  const widths = all[0]?.map((_cell, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const UNKNOWN = '–';

/** The totals in sentences, for the terminal and for a README. */
export function summaryOf({ stages, all }: Figures): string[] {
  const sum = (of: (each: StageFigures) => number) => stages.reduce((total, each) => total + of(each), 0);
  const done = stages.filter((each) => each.done).length;
  const saves = sum((each) => each.saves ?? 0);
  const days = new Set(stages.flatMap((each) => each.days)).size;
  const isPartlyUnknown = stages.some((each) => each.isPartlyUnknown);
  const atLeast = isPartlyUnknown ? 'at least ' : '';
  const right = sum((each) => each.tasks.right);
  const hints = sum((each) => each.hints);
  return [
    `${done} of ${all.stages} stages done, ${right} of ${all.tasks} tasks right, with ${counted(hints, 'hint')}.`,
    ...(days > 0 ? [`You saved ${atLeast}${counted(saves, 'version')} on ${atLeast}${counted(days, 'day')}.`] : []),
    ...timeBetween(stages),
    ...hardestOf(stages),
    ...(isPartlyUnknown
      ? ['Some of this was done before the workshop kept a diary: its saves, its failures and its times are not known.']
      : []),
  ];
}

function timeBetween(stages: readonly StageFigures[]): string[] {
  const moments = (at: 'firstGreen' | 'lastGreen') => stages.flatMap((each) => each[at]?.getTime() ?? []);
  const [first, last] = [Math.min(...moments('firstGreen')), Math.max(...moments('lastGreen'))];
  const isKnown = !stages.some(({ isPartlyUnknown }) => isPartlyUnknown) && last > first;
  return isKnown ? [`From the first green task to the last, it took ${durationOf(last - first)}.`] : [];
}

function hardestOf(stages: readonly StageFigures[]): string[] {
  const [most] = stages.toSorted((one, other) => (other.hardest?.failures ?? 0) - (one.hardest?.failures ?? 0));
  if (!most?.hardest) return [];
  const { title, id, failures, passes } = most.hardest;
  const now = passes ? 'and passes now' : 'and does not pass yet';
  return [
    `The check that took the most tries, in stage ${most.stage.number}: "${title}" (${id}). It failed in ${counted(failures, 'version')}, ${now}.`,
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Such as `2026-11-28 18:04`, where the learner is. */
function momentOf(date: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(date);
}

/** In days and hours, or, within a day, in hours and minutes. */
function durationOf(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  const parts = hours >= 24 ? { days: Math.floor(hours / 24), hours: hours % 24 } : { hours, minutes: minutes % 60 };
  return new Intl.DurationFormat('en', { style: 'long' }).format(parts);
}
