// Has the exercises and the finished stages judged, and keeps the verdicts on exercises.

import { type ApartGrading, type Command, gradeApart, type Report, type Result } from '@workshop/checks';
import { noteVerdicts } from './diary.ts';
import { exerciseCommand, fingerprintOf, stageCommand } from './exercise.ts';
import { readResults, writeResults } from './records.ts';
import type { Stage } from './stages.ts';

export interface Judging extends Pick<ApartGrading, 'seed' | 'only' | 'patience'> {
  readonly onResult?: ((result: Result) => void) | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** There is no report. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  override readonly message = 'the grader was ended before it came to its end';
}

/**
 * Judges a stage's exercise as it is now. Each verdict is remembered as it comes, for whoever looks on.
 * @throws {Interrupted} when it was ended
 */
export async function judgeExercise(stage: Stage, { onResult, signal, ...judging }: Judging = {}): Promise<Report> {
  const fingerprint = fingerprintOf(stage);
  const before = readResults(stage);
  const checks = new Map(before?.checks.map((check) => [check.id, check]));
  const remember = (isWhole: boolean) => writeResults(stage, { fingerprint: isWhole ? fingerprint : '', checks: [...checks.values()] });
  const report = await gradeApart(
    {
      ...judging,
      stage: Number(stage.number),
      target: targetOf(stage, exerciseCommand(stage)),
      again: [`pnpm test ${stage.number}`, ''],
    },
    (result) => {
      checks.set(result.id, result);
      remember(before?.fingerprint === fingerprint); // then the other verdicts are of this very exercise too
      onResult?.(result);
    },
    signal,
  );
  if (!report) throw new Interrupted();
  if (!judging.only) {
    remember(true);
    if (before?.fingerprint !== fingerprint) noteVerdicts(stage);
  }
  return report;
}

/**
 * Judges a finished stage.
 * @throws {Interrupted} when it was ended
 */
export async function judgeStage(stage: Stage, { onResult, signal, ...judging }: Judging = {}): Promise<Report> {
  const report = await gradeApart(
    {
      ...judging,
      stage: Number(stage.number),
      target: targetOf(stage, stageCommand(stage)),
      again: [`pnpm grade ${stage.number}`, `-- node steps/${stage.name}/src/main.ts`],
    },
    onResult,
    signal,
  );
  if (!report) throw new Interrupted();
  return report;
}

/** A command says itself whose code it runs: conditions in NODE_OPTIONS would put exercises in the place of finished stages. */
function targetOf({ folder }: Stage, command: Command): ApartGrading['target'] {
  const options = process.env['NODE_OPTIONS']?.replace(/(?:--conditions|-C)[= ]"?exercise-\d\d"?/g, '');
  return { command, folder, environment: options === undefined ? {} : { NODE_OPTIONS: options } };
}
