// A reader's exercise of one stage in this page: its texts, which the browser keeps, and what the last run said of them.

import { isUnwritten, lineOf, withRegionFrom } from '@workshop/cli/regions';
import type { CodeError } from '@workshop/checks/code-error';
import { checksProgress, tasksProgress } from '@workshop/cli/task-progress';
import type { Task } from '@workshop/cli/tasks';
import { judgeTasks } from '@workshop/page/judge-tasks';
import type { StageExercise, Texts } from '@workshop/page/exercise';
import { type Ref, ref, shallowRef } from 'vue';
import { data as exercises } from '../../../exercises.data.ts';
import { data as stages } from '../../../stages.data.ts';
import { tellProgress } from '../checklist/progress.ts';
import { type Attempt, fresh, type Kept, keyOf, read, renewed, withAttempt, write } from './keeping.ts';

/** After the last key, in ms: then what was written is judged. */
const PAUSE_MS = 800;

export class Session {
  readonly exercise: StageExercise;
  readonly kept: Ref<Kept>;
  readonly isRunning = ref(false);
  /** Why the browser keeps nothing. */
  readonly unkept = ref('');
  readonly #number: string;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #run = new AbortController();

  constructor(number: string) {
    const exercise = exercises[number];
    if (!exercise) throw new Error(`stage ${number} has no exercise`);
    this.#number = number;
    this.exercise = exercise;
    this.kept = shallowRef(this.#read());
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

  /** The reader has written: it is judged after a pause. */
  write(file: string, text: string): void {
    if (text === this.textOf(file)) return;
    this.#keep({ texts: { ...this.texts, [file]: text } });
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.run(), PAUSE_MS);
  }

  /** Puts texts in the place of the reader's, which are kept as an attempt. */
  replace(texts: Texts, why: string): void {
    const before = Object.entries(texts).flatMap(([file, text]) => (this.textOf(file) === text ? [] : [[file, this.textOf(file)]]));
    if (before.length === 0) return;
    const kept = withAttempt(this.kept.value, Object.fromEntries(before), why, new Date());
    this.#keep({ attempts: kept.attempts, texts: { ...this.texts, ...texts } });
    void this.run();
  }

  /** @returns whether it could be: not where the region has lost its markers */
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

  /** Judges what is written now; a run that is under way ends. */
  async run(): Promise<void> {
    clearTimeout(this.#pause);
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    const { texts, exercise } = this;
    this.isRunning.value = true;
    try {
      const report = await judgeTasks(exercise, texts, () => {}, signal);
      if (report) this.#tell(texts, report);
    } finally {
      if (!signal.aborted) this.isRunning.value = false;
    }
  }

  #tell(texts: Texts, { tasks, broken }: { tasks: Parameters<typeof tasksProgress>[1]; broken?: CodeError | undefined }): void {
    const { exercise } = this;
    const textOf = (file: string) => texts[file] ?? '';
    const placeOf = (task: Task) => `steps/${exercise.name}/exercise/${task.file}.ts:${lineOf(textOf(task.file), task)}`;
    const checks = checksProgress(stages.find(({ number }) => number === this.#number)?.checks ?? [], []);
    this.#keep({
      progress: {
        name: exercise.name,
        started: true,
        graded: false,
        tasks: tasksProgress({ tasks: exercise.tasks, textOf, placeOf }, tasks, checks),
        checks,
        below: [],
        broken,
        kept: [],
        typeErrors: [],
      },
    });
  }

  #read(): Kept {
    const { exercise } = this;
    try {
      const kept = read(localStorage, exercise);
      return kept ? renewed(exercise, kept, new Date()) : fresh(exercise);
    } catch (error) {
      this.unkept.value = String(error);
      return fresh(exercise);
    }
  }

  #keep(changes: Partial<Kept>): void {
    this.kept.value = { ...this.kept.value, ...changes };
    if ('progress' in changes) tellProgress(this.#number, this.kept.value.progress);
    try {
      write(localStorage, this.exercise, this.kept.value);
      this.unkept.value = '';
    } catch (error) {
      this.unkept.value = String(error);
    }
  }
}

const sessions = new Map<string, Session>();

/** Of a stage, by its number: one in each page. */
export function sessionOf(number: string): Session {
  const session = sessions.get(number) ?? new Session(number);
  sessions.set(number, session);
  return session;
}

/** Whether a task is still to be written. */
export const isToDo = (session: Session, task: Task): boolean => isUnwritten(session.textOf(task.file), task);
