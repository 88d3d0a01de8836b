// The next hint: for what fails now or, if nothing fails, for what is to do. The failure comes first, with its likely cause; then, one at
// each call, the hints of the tasks that the mistake may be in.

import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nextTask } from '../progress/board.ts';
import { changesOutside, exerciseFolder, placeOf } from '../exercises/exercise.ts';
import { isDone, progressOf, type StageProgress } from '../progress/progress.ts';
import { type ExerciseResult, readHints, readResults, writeHints } from '../progress/records.ts';
import { finishedFile, listed, type Stage } from '../stages.ts';
import type { TaskReport } from '../task-checks/report.ts';
import type { Task } from '../tasks.ts';
import { isRed } from './red.ts';
import { storyOf } from './verdicts.ts';

/** What fails now, and where the mistake may be. */
interface Failing {
  /** Names this way to fail, in the record of the hints that were given. */
  readonly key: string;
  readonly story: string;
  /** The likeliest first. */
  readonly tasks: readonly Task[];
  /** The reader's own earlier stages that the failure comes from. */
  readonly from?: readonly string[] | undefined;
  /** No task check fails: the tasks work as far as can be seen from inside. */
  readonly isRightInside: boolean;
}

/** Finds the likely cause, which has a line of its own in a story. */
const LIKELY = /^\s*likely\s/m;

/**
 * The text of the next hint. It counts as given from then on.
 * @param report of the task checks, on the exercise as it is now
 */
export function hintFor(stage: Stage, report: TaskReport = { tasks: [] }): string {
  const progress = progressOf(stage);
  const stuck = whyStuck(stage, progress, report);
  if (stuck !== undefined) return `Nothing works yet, and you need no hint to see why:\n\n${stuck}`;
  const failing = failingTask(stage, report) ?? (progress.graded ? failingCheck(stage, progress, report) : undefined);
  if (failing) return hintForFailure(stage, failing);
  const next = nextTask(progress);
  const task = stage.tasks.find(({ number }) => number === next?.number);
  if (task) return [`${task.number} ${task.title} is to do: ${placeOf(stage, task)}`, ...nextHint(stage, [task])].join('\n');
  return isDone(progress)
    ? `Exercise ${stage.number} is done: nothing fails.`
    : `pnpm test ${stage.number} says what your last change did.`;
}

/** The story of what keeps everything from working: the code does not load, or the broker does not start. */
function whyStuck(stage: Stage, { started, checks }: StageProgress, { tasks, broken }: TaskReport): string | undefined {
  const isOfTask = tasks.some((result) => isRed(result) && result.message === broken?.message); // such as a loop without end
  if (broken && !isOfTask) return [broken.message, broken.excerpt, broken.place].filter(Boolean).join('\n\n');
  const [first] = checks;
  const isStuck = started && first && checks.every(({ verdict, message }) => verdict === 'fail' && message === first.message);
  const result = isStuck ? readResults(stage)?.checks.find(isRed) : undefined;
  return result && storyOf(result);
}

/** A task check knows whose mistake it is. */
function failingTask(stage: Stage, report: TaskReport): Failing | undefined {
  const result = report.tasks.find(isRed);
  const task = stage.tasks.find(({ number }) => number === result?.task);
  if (!result || !task) return undefined;
  const story = storyOf({ ...result, group: `task ${task.number}`, title: task.title });
  return { key: `${task.number} ${result.message}`, story, tasks: [task], isRightInside: false };
}

/**
 * A check of the whole broker knows the tasks that name it. A check that no written task names comes last: its task may depend on
 * others.
 */
function failingCheck(stage: Stage, progress: StageProgress, report: TaskReport): Failing | undefined {
  const red = readResults(stage)?.checks.filter(isRed) ?? [];
  const written = stage.tasks.filter((_task, index) => progress.tasks[index]?.state !== 'unwritten');
  const namedBy = ({ id, from }: ExerciseResult) => (from ? [] : written.filter(({ checks }) => checks.includes(id)));
  const result = red.find((each) => namedBy(each).length > 0) ?? red[0];
  if (!result) return undefined;
  const tasks = namedBy(result)
    .toReversed()
    .toSorted((one, other) => changedAt(stage, other) - changedAt(stage, one));
  const passed = new Set(report.tasks.flatMap(({ task, verdict }) => (verdict === 'pass' ? [task] : [])));
  return {
    key: `${result.id} ${result.message}`,
    story: storyOf(result),
    tasks,
    from: result.from,
    isRightInside: !result.from && tasks.every(({ number }) => passed.has(number)),
  };
}

/** When the file of a task was saved, in ms since 1970; within a file, the last task was probably written last. */
function changedAt(stage: Stage, { file }: Task): number {
  return statSync(join(exerciseFolder(stage), `${file}.ts`), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function hintForFailure(stage: Stage, { key, story, tasks, from, isRightInside }: Failing): string {
  const [first, ...others] = tasks;
  const where = first
    ? [
        `${first.number} ${first.title} is red: ${placeOf(stage, first)}`,
        ...others.map((task) => `or ${task.number}: ${placeOf(stage, task)}`),
      ]
    : [from ? `This is red, and the mistake is in your own ${listed(from)}:` : 'This is red, and no task names it:'];
  return [...where, '', story, ...(isRightInside ? outside(stage, tasks) : []), ...stepFor(stage, key, story, tasks)].join('\n').trimEnd();
}

/** The first step is the likely cause, which the story tells. The hints of the tasks follow if that was not enough. */
function stepFor(stage: Stage, key: string, story: string, tasks: readonly Task[]): string[] {
  if (tasks.length === 0) return [];
  const given = readHints(stage);
  if (!LIKELY.test(story) || given[key] !== undefined) return nextHint(stage, tasks);
  writeHints(stage, { ...given, [key]: 1 });
  return [`Begin with the likely cause above. If that is not enough, pnpm hint ${stage.number} gives a hint for ${tasks[0]?.number}.`];
}

/** Where else the mistake may be. A learner can be told no more than this about a mistake in code that was given. */
function outside(stage: Stage, tasks: readonly Task[]): string[] {
  const why =
    tasks.length > 0
      ? 'The checks inside these tasks pass, so the mistake may also lie outside the regions of the tasks.'
      : 'No task names this check: the mistake lies outside the regions of the tasks, in code that was given.';
  const changes = changesOutside(stage);
  const where = changes.length > 0 ? `is not as it was given: see ${changes.join(', ')}` : 'is as it was given: git diff shows other files';
  return [`${why} There the exercise ${where}.`, ''];
}

/** The next hint of the first of these tasks that has one left; when all have been given, the last one again. */
function nextHint(stage: Stage, tasks: readonly Task[]): string[] {
  const given = readHints(stage);
  const left = tasks.filter(({ number, hints }) => (given[number] ?? 0) < hints.length);
  const task = left[0] ?? tasks[0];
  if (!task) return [];
  const { number, hints } = task;
  const index = Math.min(given[number] ?? 0, hints.length - 1);
  writeHints(stage, { ...given, [number]: index + 1 });
  const isLast = index + 1 === hints.length && left.length <= 1;
  return [
    `Hint ${index + 1} of ${hints.length}${tasks.length > 1 ? ` for ${number}` : ''}:${hints[index]?.startsWith(' ') ? '\n' : ' '}${hints[index]}`, // code has lines of its own
    isLast
      ? `There are no more hints; ${relative(stage.root, finishedFile(stage, task.file)).replaceAll('\\', '/')} has it finished.`
      : `pnpm hint ${stage.number} gives the next one.`,
  ];
}
