// Judges exercises as they are saved: first what the save touched, then the whole stage. A newer save ends what is under way.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from '@workshop/checks';
import { exerciseFolder, exercisedFiles, fingerprintOf, isStarted, readExercise } from './exercise.ts';
import type { GraderRequest } from './grader.ts';
import { progressOf } from './progress.ts';
import { readResults } from './records.ts';
import { bodyOf } from './regions.ts';
import { type Stage, withExercise } from './stages.ts';
import { watchFolder } from './watched.ts';

/** What a save led to. */
export interface Judged {
  readonly stage: Stage;
  /** Those whose verdict is another one than before, or, in a broker that still fails, another failure. */
  readonly changed: readonly Result[];
  /** All verdicts are of the exercise as it is; otherwise only those on what the save touched. */
  readonly whole: boolean;
  /** From the save. */
  readonly ms: number;
}

/** An exercise as it was when it was last judged: its files by name. */
type Sources = ReadonlyMap<string, string>;

interface Job {
  readonly stage: Stage;
  readonly saved: number;
}

/**
 * Watches the exercises of all stages, and judges at once those that were changed since they were last judged.
 * @returns how to stop, with all that was started
 */
export function watchExercises(stages: readonly Stage[], onJudged: (judged: Judged) => void): () => void {
  const judged = new Map<Stage, Sources>();
  let queue: Job[] = [];
  let current: { readonly job: Job; readonly grader: ChildProcess } | undefined;

  const judge = async (job: Job, only: readonly string[] | undefined): Promise<boolean> => {
    const before = new Map(readResults(job.stage)?.checks.map((check) => [check.id, check]));
    const grader = fork(fileURLToPath(new URL('grader.ts', import.meta.url)), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    current = { job, grader };
    const done = await request(grader, { root: job.stage.root, stage: job.stage.number, ...(only && { only }) });
    current = undefined;
    if (!done) return false;
    const after = readResults(job.stage)?.checks ?? [];
    const changed = after.filter(({ id, verdict, message }) => before.get(id)?.verdict !== verdict || before.get(id)?.message !== message);
    onJudged({ stage: job.stage, changed, whole: only === undefined, ms: Math.round(performance.now() - job.saved) });
    return true;
  };

  const work = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const sources = sourcesOf(job.stage);
      const touched = touchedChecks(job.stage, judged.get(job.stage), sources);
      if (!isStarted(job.stage)) continue;
      const done = (touched.length === 0 || (await judge(job, touched))) && (await judge(job, undefined));
      if (done) judged.set(job.stage, sources);
    }
  };

  let working: Promise<void> | undefined;
  const add = (stage: Stage) => {
    const job = { stage, saved: performance.now() };
    const interrupted = current?.job;
    queue = [job, ...(interrupted && interrupted.stage !== stage ? [interrupted] : []), ...queue.filter((each) => each.stage !== stage)];
    current?.grader.disconnect();
    working ??= work().finally(() => (working = undefined));
  };

  const seen = new Map<Stage, string>();
  const look = (stage: Stage) => {
    const fingerprint = fingerprintOf(stage);
    if (seen.get(stage) === fingerprint) return; // a save that changed nothing
    seen.set(stage, fingerprint);
    if (isStarted(stage)) add(stage);
  };
  const stops = withExercise(stages).map((stage) => {
    judged.set(stage, sourcesOf(stage));
    if (progressOf(stage).graded) seen.set(stage, fingerprintOf(stage));
    look(stage);
    return watchFolder(exerciseFolder(stage), () => look(stage));
  });
  return () => {
    for (const stop of stops) stop();
    queue = [];
    current?.grader.disconnect();
  };
}

/** Resolves to whether it came to its end. */
function request(grader: ChildProcess, message: GraderRequest): Promise<boolean> {
  grader.send(message);
  return new Promise((resolve) => {
    grader.once('message', () => {
      resolve(true);
      grader.disconnect();
    });
    grader.once('exit', () => resolve(false));
  });
}

function sourcesOf(stage: Stage): Sources {
  return new Map(exercisedFiles(stage).map((file) => [file, readExercise(stage, file) ?? '']));
}

/** The checks that show the tasks whose regions differ; none when a change lies outside of all regions, and may touch anything. */
function touchedChecks(stage: Stage, before: Sources | undefined, now: Sources): string[] {
  const body = (sources: Sources | undefined, file: string, region: string) => bodyOf(sources?.get(file) ?? '', region);
  const touched = stage.tasks.filter(({ file, region }) => body(before, file, region) !== body(now, file, region));
  return [...new Set(touched.flatMap(({ checks }) => checks))];
}
