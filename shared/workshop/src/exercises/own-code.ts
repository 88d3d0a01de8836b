// Whether exercises run on the reader's own earlier stages, and on which of them.

import { isDeepStrictEqual } from 'node:util';
import { fingerprintOf } from './exercise.ts';
import { isDone, progressOf } from '../progress/progress.ts';
import { readChoices, readResults, writeChoices } from '../progress/records.ts';
import { listed, type Stage, withExercise } from '../stages.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'type pnpm start, pnpm start own to have exercises run on your own earlier stages, or pnpm start finished';

/**
 * Remembers the choice made by `pnpm start own` or `pnpm start finished`; without a word, the earlier choice stays.
 * @throws {UsageError} for any other word
 */
export function chooseCode(root: string, [word, ...excess]: readonly string[]): void {
  if (word === undefined) return;
  if (excess.length > 0 || (word !== 'own' && word !== 'finished'))
    throw new UsageError(`start does not know ${[word, ...excess].join(' ')}: ${USAGE}`);
  writeChoices(root, { ...readChoices(root), ownCode: word === 'own' });
}

/** The earlier stages whose exercises run in place of the finished code, first one first: those that are done, if the reader chose so. */
export function ownStagesBelow({ root, earlier }: Stage): Stage[] {
  return readChoices(root).ownCode ? doneStages(earlier) : [];
}

const doneStages = (stages: readonly Stage[]): Stage[] => withExercise(stages).filter((stage) => isDone(progressOf(stage)));

/** The code that verdicts hold for, which is kept with them. */
export function fingerprintsBelow(own: readonly Stage[]): Record<string, string> {
  return Object.fromEntries(own.map((stage) => [stage.number, fingerprintOf(stage)]));
}

/**
 * Whether the last verdicts still hold for the earlier stages that the exercise would run on now. What passes on a reader's own stage
 * passes on the finished one, too; a failure that came from their own stage may be gone.
 */
export function isJudgedOnCodeBelow(stage: Stage): boolean {
  const { below = {}, checks = [] } = readResults(stage) ?? {};
  const now = fingerprintsBelow(ownStagesBelow(stage));
  if (checks.some(({ from }) => from !== undefined)) return isDeepStrictEqual(below, now);
  return Object.entries(now).every(([number, fingerprint]) => below[number] === fingerprint);
}

/** Which stages run on the reader's own code, or how to choose that; `undefined` while there is nothing to choose. */
export function ownCodeLine(stages: readonly Stage[]): string | undefined {
  const [first] = stages;
  const all = withExercise(stages).slice(0, -1); // no exercise runs on the last one
  const done = doneStages(all);
  if (!first || all.length === 0) return undefined;
  if (!readChoices(first.root).ownCode)
    return done.length > 0
      ? `Exercises run on the finished stages before them: pnpm start own has them run on your ${list(done)}.`
      : undefined;
  const open = all.filter((stage) => !done.includes(stage));
  const own = done.length > 0 ? list(done) : 'earlier stages';
  const rest = open.length > 0 ? ` (${list(open)}${done.length > 0 ? ' too' : ''}, once done)` : '';
  return `Exercises run on your own ${own}${rest}. pnpm start finished has them run on the finished stages.`;
}

const list = (stages: readonly Stage[]): string => listed(stages.map(({ number }) => number));
