// A reader's exercise of one stage in this page: its texts, which the browser keeps, and what the last run said about them.

import { isUnwritten, withRegionFrom } from '@workshop/cli/regions';
import type { Result } from '@workshop/checks';
import type { StageProgress } from '@workshop/cli/progress';
import type { Task } from '@workshop/cli/tasks';
import { type StageExercise, progressOf, type Texts } from '@workshop/page/exercise';
import { computed, type Ref, ref, shallowRef } from 'vue';
import { data as exercises } from '../../../exercises.data.ts';
import { isJudged, tellJudged, tellProgress } from '../checklist/progress.ts';
import {
  type Attempt,
  fresh,
  type Kept,
  keyOf,
  openStore,
  read,
  readProgress,
  renewed,
  withAttempt,
  write,
  writeProgress,
} from './keeping.ts';

/** How long after the last key the code is judged, in ms. */
const PAUSE_MS = 800;

/** The judges are loaded only when there is something to judge. */
const judges = async () => ({ ...(await import('@workshop/page/judge-tasks')), ...(await import('@workshop/page/judge-broker')) });

export class Session {
  readonly exercise: StageExercise;
  readonly kept: Ref<Kept>;
  readonly isRunning = computed(() => isJudged(this.#number));
  /** Why the browser keeps nothing. */
  readonly unkept = ref('');
  /** Why the checks could not be run at all. */
  readonly failure = ref('');
  readonly #number: string;
  readonly #store = openStore();
  #progress: StageProgress | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #run = new AbortController();

  constructor(number: string) {
    const exercise = exercises[number];
    if (!exercise) throw new Error(`stage ${number} has no exercise`);
    this.#number = number;
    this.exercise = exercise;
    this.kept = shallowRef(this.#read());
    this.#progress = readProgress(this.#store, exercise.name);
    addEventListener('storage', ({ key }) => {
      if (key === keyOf(exercise)) this.kept.value = this.#read(); // another tab of this page has written
    });
  }

  get texts(): Texts {
    return this.kept.value.texts;
  }

  textOf(file: string): string {
    return this.texts[file] ?? '';
  }

  /** Takes what the reader has written, and judges it after a pause. */
  write(file: string, text: string): void {
    if (text === this.textOf(file)) return;
    this.#put({ texts: { ...this.texts, [file]: text } });
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.run(), PAUSE_MS);
  }

  /** Replaces the reader's texts, and keeps them as an attempt. */
  replace(texts: Texts, why: string): void {
    const before = Object.entries(texts).flatMap(([file, text]) => (this.textOf(file) === text ? [] : [[file, this.textOf(file)]]));
    if (before.length === 0) return;
    const kept = withAttempt(this.kept.value, Object.fromEntries(before), why, new Date());
    this.#put({ attempts: kept.attempts, texts: { ...this.texts, ...texts } });
    void this.run();
  }

  /** @returns whether the task was reset: a region that has lost its markers can't be */
  reset({ number, file, region }: Task): boolean {
    const tasks = this.exercise.tasks.filter((task) => task.file === file);
    const text = withRegionFrom(this.exercise.files[file]?.starter ?? '', this.textOf(file), region, tasks);
    if (text !== undefined) this.replace({ [file]: text }, `before ${number} was reset`);
    return text !== undefined;
  }

  goBackTo({ name, texts }: Attempt): void {
    this.replace(texts, `before going back to ${name}`);
  }

  giveHint({ number, hints }: Task): void {
    const given = this.kept.value.hints[number] ?? 0;
    this.#keep({ hints: { ...this.kept.value.hints, [number]: Math.min(given + 1, hints.length) } });
  }

  /** Judges what is written now: the tasks, then the whole broker. A run that is under way ends. */
  async run(): Promise<void> {
    clearTimeout(this.#pause);
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    tellJudged(this.#number, true);
    this.failure.value = '';
    try {
      await this.#judge(signal);
    } catch (error) {
      if (!signal.aborted) this.failure.value = String(error);
    }
    if (!signal.aborted) tellJudged(this.#number, false);
  }

  async #judge(signal: AbortSignal): Promise<void> {
    const { texts, exercise } = this;
    const { judgeTasks, judgeBroker } = await judges();
    const tasks = await judgeTasks(exercise, texts, () => {}, signal);
    if (!tasks) return;
    const checks = new Map(this.#progress?.checks.map((check) => [check.id, check]));
    const tell = (graded: boolean) => this.#tell(progressOf(exercise, texts, tasks, [...checks.values()], graded));
    tell(false);
    if (!tasks.broken) {
      const onResult = (result: Result) => {
        checks.set(result.id, result);
        tell(false);
      };
      if (!(await judgeBroker(exercise, texts, { only: exercise.checks, onResult, signal }))) return;
      tell(true);
    }
    if (this.#progress) writeProgress(this.#store, this.#progress);
  }

  #tell(progress: StageProgress): void {
    this.#progress = progress;
    tellProgress(this.#number, progress);
  }

  #read(): Kept {
    const kept = read(this.#store, this.exercise);
    return kept ? renewed(this.exercise, kept, new Date()) : fresh(this.exercise);
  }

  /** Takes new texts. What was said about the texts before doesn't hold for them. */
  #put(changes: Pick<Kept, 'texts'> & Partial<Kept>): void {
    this.#run.abort();
    tellJudged(this.#number, false);
    if (this.#progress?.graded) {
      this.#tell({ ...this.#progress, graded: false });
      writeProgress(this.#store, this.#progress);
    }
    this.#keep(changes);
  }

  #keep(changes: Partial<Kept>): void {
    this.kept.value = { ...this.kept.value, ...changes };
    try {
      write(this.#store, this.exercise, this.kept.value);
      this.unkept.value = '';
    } catch (error) {
      this.unkept.value = String(error);
    }
  }
}

const sessions = new Map<string, Session>();

/** The session of a stage, by its number: one in each page. */
export function sessionOf(number: string): Session {
  const session = sessions.get(number) ?? new Session(number);
  sessions.set(number, session);
  return session;
}

/** Whether a task is still to be written. */
export const isToDo = (session: Session, task: Task): boolean => isUnwritten(session.textOf(task.file), task);
