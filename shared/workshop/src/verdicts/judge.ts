// Judges the exercises and the finished stages, and keeps the verdicts on exercises.

import { type ApartGrading, type Command, gradeApart, type Report, type Result } from '@workshop/checks';
import { noteVerdicts } from '../progress/diary.ts';
import { exerciseCommand, fingerprintOf, stageCommand } from '../exercises/exercise.ts';
import { originsOf, withOrigin } from '../exercises/origins.ts';
import { fingerprintsBelow, ownStagesBelow } from '../exercises/own-code.ts';
import { type ExerciseResult, readResults, writeResults } from '../progress/records.ts';
import type { Stage } from '../stages.ts';

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

export interface ExerciseReport extends Report {
  readonly checks: readonly ExerciseResult[];
}

/**
 * Judges a stage's exercise as it is now, on the stages that it now runs on. Each verdict is stored as it comes, so that the site can
 * show it.
 * @throws {Interrupted} when it was ended
 */
export async function judgeExercise(stage: Stage, { onResult, signal, ...judging }: Judging = {}): Promise<ExerciseReport> {
  const own = ownStagesBelow(stage);
  const fingerprint = fingerprintOf(stage);
  const below = fingerprintsBelow(own);
  const before = readResults(stage);
  /** While other verdicts are of the exercise as it is, they stay so, and until all are taken anew, on what they were taken on. */
  const meanwhile = before?.fingerprint === fingerprint ? before : { fingerprint: '', below };
  const checks = new Map(before?.checks.map((check) => [check.id, check]));
  const remember = (isWhole = false) => {
    writeResults(stage, { ...meanwhile, ...(isWhole && { fingerprint, below }), checks: [...checks.values()] });
  };
  const judge = async (on: readonly Stage[], more: Pick<Judging, 'seed' | 'only'> = {}, tell?: (result: Result) => void) => {
    const grading: ApartGrading = {
      ...judging,
      ...more,
      stage: Number(stage.number),
      target: targetOf(stage, exerciseCommand(stage, on)),
      again: [`pnpm test ${stage.number}`, ''],
    };
    const report = await gradeApart(grading, tell, signal);
    if (!report) throw new Interrupted();
    return report;
  };
  const report = await judge(own, {}, (result) => {
    checks.set(result.id, result);
    remember();
    onResult?.(result);
  });
  const failed = report.checks.flatMap(({ id, verdict }) => (verdict === 'fail' ? [id] : []));
  const origins = await originsOf(failed, own, async (on, only) => (await judge(on, { seed: report.seed, only })).checks);
  const results = report.checks.map((result) => withOrigin(result, origins.get(result.id)));
  for (const result of results) checks.set(result.id, result);
  remember(!judging.only);
  if (!judging.only && before?.fingerprint !== fingerprint) noteVerdicts(stage);
  return { ...report, checks: results };
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

/** Each command says itself whose code it runs: conditions in NODE_OPTIONS would put exercises in place of finished stages. */
function targetOf({ folder }: Stage, command: Command): ApartGrading['target'] {
  const options = process.env['NODE_OPTIONS']?.replace(/(?:--conditions|-C)[= ]"?exercise-\d\d"?/g, '');
  return { command, folder, environment: options === undefined ? {} : { NODE_OPTIONS: options } };
}
