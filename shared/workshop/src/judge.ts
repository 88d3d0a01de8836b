// Has the exercises and the finished stages judged, and keeps the verdicts on exercises.

import { grade, type Grading, type Report } from '@workshop/checks';
import { exerciseCommand, fingerprintOf, stageCommand } from './exercise.ts';
import { readResults, writeResults } from './records.ts';
import type { Stage } from './stages.ts';

export type Judging = Pick<Grading, 'seed' | 'only' | 'patience' | 'onResult'>;

/** Judges a stage's exercise as it is now. Each verdict is remembered as it comes, for whoever looks on. */
export async function judgeExercise(stage: Stage, judging: Judging = {}): Promise<Report> {
  const fingerprint = fingerprintOf(stage);
  const before = readResults(stage);
  const checks = new Map(before?.checks.map((check) => [check.id, check]));
  const remember = (isWhole: boolean) => writeResults(stage, { fingerprint: isWhole ? fingerprint : '', checks: [...checks.values()] });
  const report = await grade({
    ...judging,
    stage: Number(stage.number),
    target: { command: exerciseCommand(stage), folder: stage.folder },
    again: (id, seed) => `pnpm test ${stage.number} --seed ${seed} --only ${id}`,
    onResult(result) {
      checks.set(result.id, result);
      remember(before?.fingerprint === fingerprint); // then the other verdicts are of this very exercise too
      judging.onResult?.(result);
    },
  });
  if (!judging.only) remember(true);
  return report;
}

/** Judges a finished stage. */
export function judgeStage(stage: Stage, judging: Judging = {}): Promise<Report> {
  return grade({
    ...judging,
    stage: Number(stage.number),
    target: { command: stageCommand(stage), folder: stage.folder },
    again: (id, seed) => `pnpm grade ${stage.number} --seed ${seed} --only ${id} -- node steps/${stage.name}/src/main.ts`,
  });
}
