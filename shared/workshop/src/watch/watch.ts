// Judges exercises as they are saved: first what the save touched, then the whole stage. A newer save ends the judging under way.

import { grader, type Result } from '@workshop/checks';
import type { CodeError } from '@workshop/checks/code-error';
import { exerciseFolder, exercisedFiles, fingerprintOf, isStarted, readExercise } from '../exercises/exercise.ts';
import { Interrupted, judgeExercise } from '../verdicts/judge.ts';
import { isJudgedOnCodeBelow } from '../exercises/own-code.ts';
import { progressOf } from '../progress/progress.ts';
import { readResults } from '../progress/records.ts';
import { bodyOf } from '../exercises/regions.ts';
import { type Stage, withExercise } from '../stages.ts';
import { judgeTasks, judgeTypes } from '../task-checks/judge-tasks.ts';
import { processOf } from '../task-checks/run.ts';
import { watchFolder } from './watched.ts';

/** A learner who has saved wants to know soon, and only one broker runs: it has this long for an answer. */
export const PATIENCE_MS = 2000;

export interface Watcher {
  /**
   * An exercise was saved, and is judged now.
   * @param again it was not saved: the learner wants it judged again
   */
  saved(stage: Stage, again: boolean): void;
  /**
   * The tasks were judged by their own checks, which comes first.
   * @param ms since the save
   */
  tasks(stage: Stage, ms: number): void;
  /** The compiler has found something. */
  typed(stage: Stage, errors: readonly CodeError[]): void;
  /** A check has another verdict than before, or fails in another way. */
  turned(stage: Stage, result: Result): void;
  /**
   * A round of checks has ended.
   * @param whole all checks were judged; otherwise only those on what the save touched
   * @param ms since the save
   */
  judged(stage: Stage, whole: boolean, ms: number): void;
  /** The grader itself broke. */
  broke(stage: Stage, error: unknown): void;
}

/** An exercise as it was when it was last judged: its files by name. */
type Sources = ReadonlyMap<string, string>;

interface Job {
  readonly stage: Stage;
  readonly savedAt: number;
  readonly again: boolean;
}

export interface Watch {
  /** Judges all exercises that are started once more, first one first, and returns how many there are. */
  judgeAll(): number;
  /** Ends it, with all that it has started. */
  stop(): void;
}

/**
 * Watches the exercises of all stages, and judges at once those that were changed since they were last judged, or that now run on other
 * earlier stages.
 */
export function watchExercises(stages: readonly Stage[], watcher: Watcher): Watch {
  const queue = new GradingQueue(watcher);
  const stops = withExercise(stages).map((stage) => {
    const isKnown = !isStarted(stage) || progressOf(stage).graded;
    const isJudged = isKnown && (!isStarted(stage) || isJudgedOnCodeBelow(stage));
    let seen = isJudged ? fingerprintOf(stage) : '';
    if (isKnown) queue.know(stage);
    const look = () => {
      const fingerprint = fingerprintOf(stage);
      if (seen !== fingerprint) queue.add(stage); // otherwise the save changed nothing
      seen = fingerprint;
    };
    look();
    return watchFolder(exerciseFolder(stage), look);
  });
  return {
    judgeAll() {
      const started = withExercise(stages).filter(isStarted);
      for (const stage of started.toReversed()) queue.add(stage, true);
      return started.length;
    },
    stop() {
      for (const stop of stops) stop();
      queue.stop();
    },
  };
}

/** One grading at a time: two would slow each other down. */
class GradingQueue {
  readonly #watcher: Watcher;
  readonly #judged = new Map<Stage, Sources>();
  #jobs: Job[] = [];
  #current: { readonly job: Job; readonly controller: AbortController } | undefined;
  #isWorking = false;
  #isStopped = false;
  /** The stage judged last, which is most likely to be next. */
  #latest: Stage | undefined;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
  }

  /** Takes a stage's exercise as judged: what differs from it later was touched by a save. */
  know(stage: Stage): void {
    this.#judged.set(stage, sourcesOf(stage));
  }

  /** The latest save comes first; what it interrupts begins again after it. */
  add(stage: Stage, again = false): void {
    const interrupted = this.#current && !this.#current.controller.signal.aborted ? [this.#current.job] : [];
    const later = [...interrupted, ...this.#jobs].filter((job) => job.stage !== stage);
    this.#jobs = [{ stage, savedAt: performance.now(), again }, ...later];
    this.#current?.controller.abort();
    if (!this.#isWorking) void this.#work();
  }

  stop(): void {
    this.#jobs = [];
    this.#current?.controller.abort();
    if (this.#latest) processOf(this.#latest).end();
    grader.end();
    this.#isStopped = true;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      const sources = sourcesOf(job.stage);
      const touched = touchedChecks(job.stage, this.#judged.get(job.stage), sources);
      const controller = new AbortController();
      this.#current = { job, controller };
      this.#watcher.saved(job.stage, job.again);
      try {
        await this.#judgeWhole(job, touched, controller.signal);
        this.#judged.set(job.stage, sources);
      } catch (error) {
        if (!(error instanceof Interrupted)) this.#watcher.broke(job.stage, error);
      }
      this.#current = undefined;
    }
    this.#isWorking = false;
  }

  /** Has the processes for the next save load their code in advance, because it may come at any time. */
  #prepare(stage: Stage): void {
    if (this.#isStopped) return;
    if (this.#latest && this.#latest !== stage) processOf(this.#latest).end();
    this.#latest = stage;
    processOf(stage).prepare();
    grader.prepare();
  }

  /** Goes from what takes milliseconds to what takes longest. @throws {Interrupted} when it was ended */
  async #judgeWhole(job: Job, touched: readonly string[], signal: AbortSignal): Promise<void> {
    const { stage, savedAt } = job;
    const report = await judgeTasks(stage, undefined, signal);
    if (!report) throw new Interrupted();
    this.#watcher.tasks(stage, Math.round(performance.now() - savedAt));
    if (report.broken) return; // no broker would start, or it would hang, and every check would report the same
    this.#judgeTypes(stage, signal).catch((error: unknown) => this.#watcher.broke(stage, error));
    if (touched.length > 0) await this.#judge(job, touched, signal);
    const whole = this.#judge(job, undefined, signal); // it has its grader by now
    this.#prepare(stage);
    await whole;
  }

  async #judgeTypes(stage: Stage, signal: AbortSignal): Promise<void> {
    const errors = await judgeTypes(stage, signal);
    if (errors.length > 0) this.#watcher.typed(stage, errors);
  }

  /** @throws {Interrupted} when it was ended */
  async #judge(job: Job, only: readonly string[] | undefined, signal: AbortSignal): Promise<void> {
    const before = new Map(readResults(job.stage)?.checks.map((check) => [check.id, check]));
    const onResult = (result: Result) => {
      const { verdict = 'todo', message = '' } = before.get(result.id) ?? {};
      const isAnother = result.verdict !== verdict || (verdict === 'fail' && result.message !== message);
      const isLeft = verdict === 'untried' && result.verdict === 'todo'; // still not written
      if (isAnother && !isLeft) this.#watcher.turned(job.stage, result);
    };
    await judgeExercise(job.stage, { only, patience: PATIENCE_MS, signal, onResult });
    this.#watcher.judged(job.stage, only === undefined, Math.round(performance.now() - job.savedAt));
  }
}

function sourcesOf(stage: Stage): Sources {
  return new Map(exercisedFiles(stage).map((file) => [file, readExercise(stage, file) ?? '']));
}

/** The checks of the tasks whose regions differ; none when a change lies outside all regions, because it may touch anything. */
function touchedChecks(stage: Stage, before: Sources | undefined, now: Sources): string[] {
  const body = (sources: Sources | undefined, file: string, region: string) => bodyOf(sources?.get(file) ?? '', region);
  const touched = stage.tasks.filter(({ file, region }) => body(before, file, region) !== body(now, file, region));
  return [...new Set(touched.flatMap(({ checks }) => checks))];
}
