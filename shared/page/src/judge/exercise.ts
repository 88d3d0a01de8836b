// An exercise as a page has it: the reader's texts, and the texts that they are compared with.

import { lineOf, withBodyFrom } from '@workshop/cli/regions';
import type { StageProgress } from '@workshop/cli/progress';
import type { TaskReport } from '@workshop/cli/task-checks/report';
import { type CheckProgress, tasksProgress } from '@workshop/cli/task-progress';
import type { Task } from '@workshop/cli/tasks';

/** A file of the exercise, such as `pubsub`. */
export interface ExerciseFile {
  /** As it is before anybody writes in it. */
  readonly starter: string;
  /** As the finished stage has it. */
  readonly finished: string;
}

/** What a page knows of a stage's exercise. */
export interface StageExercise {
  /** Such as `01-basic-pubsub`. */
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly files: Readonly<Record<string, ExerciseFile>>;
  /** The ids of the checks that its suite adds, and that a page can run. */
  readonly checks: readonly string[];
}

/** What the reader has written: by the file's name, such as `pubsub`. */
export type Texts = Readonly<Record<string, string>>;

/** The files as a worker takes them, by `pubsub.ts`. */
export function ownOf(texts: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([file, text]) => [`${file}.ts`, text]));
}

/** The reader's files with the finished bodies of some tasks. */
export function withFinished({ tasks, files }: StageExercise, texts: Texts, numbers: readonly string[]): Texts {
  const finished = { ...texts };
  for (const { number, file, region } of tasks)
    if (numbers.includes(number)) finished[file] = withBodyFrom(files[file]?.finished ?? '', finished[file] ?? '', region);
  return finished;
}

/** How far the reader is, as `pnpm start` would tell it. @param graded whether the verdicts of the checks are on these texts */
export function progressOf(
  { name, tasks }: StageExercise,
  texts: Texts,
  { tasks: results, broken }: TaskReport,
  checks: readonly CheckProgress[],
  graded: boolean,
): StageProgress {
  const textOf = (file: string) => texts[file] ?? '';
  const placeOf = (task: Task) => `steps/${name}/exercise/${task.file}.ts:${lineOf(textOf(task.file), task)}`;
  const states = tasksProgress({ tasks, textOf, placeOf }, results, graded ? checks : []);
  return { name, started: true, graded, tasks: states, checks, below: [], broken, kept: [], typeErrors: [] };
}
