// Has the exercises and the finished stages judged, and keeps the verdicts on exercises.

import { grade, type Report, type Result } from '@workshop/checks';
import { exerciseCommand, fingerprintOf, stageCommand } from './exercise.ts';
import { readResults, writeResults } from './records.ts';
import type { Stage } from './stages.ts';

export interface Judging {
  readonly seed?: number | undefined;
  /** The checks to run, by id; absent: all. */
  readonly only?: readonly string[] | undefined;
  readonly onResult?: ((result: Result) => void) | undefined;
}

/** Judges a stage's exercise as it is now, and remembers the verdicts. */
export async function judgeExercise(stage: Stage, judging: Judging = {}): Promise<Report> {
  const fingerprint = fingerprintOf(stage);
  const report = await grade({
    stage: Number(stage.number),
    target: { command: exerciseCommand(stage), folder: stage.folder },
    again: (id, seed) => `pnpm test ${stage.number} --seed ${seed} --only ${id}`,
    ...judging,
  });
  remember(stage, fingerprint, report.checks, judging.only !== undefined);
  return report;
}

/** Judges a finished stage. */
export function judgeStage(stage: Stage, judging: Judging = {}): Promise<Report> {
  return grade({
    stage: Number(stage.number),
    target: { command: stageCommand(stage), folder: stage.folder },
    again: (id, seed) => `pnpm grade ${stage.number} --seed ${seed} --only ${id} -- node steps/${stage.name}/src/main.ts`,
    ...judging,
  });
}

/** Keeps verdicts; with `partly`, beside those of before on the other checks. */
function remember(stage: Stage, fingerprint: string, checks: readonly Result[], partly: boolean): void {
  if (!partly) return writeResults(stage, { fingerprint, checks });
  const before = readResults(stage);
  const fresh = new Map([...(before?.checks ?? []), ...checks].map((check) => [check.id, check]));
  writeResults(stage, { fingerprint: before?.fingerprint === fingerprint ? fingerprint : '', checks: [...fresh.values()] });
}
