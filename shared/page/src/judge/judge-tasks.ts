// Judges the tasks of an exercise by their own checks, as `pnpm test` does, in workers, because the reader's code may crash one or never
// return.

import type { CodeError } from '@workshop/checks/code-error';
import type { TaskMessage, TaskResult } from '@workshop/cli/task-checks/protocol';
import { ReportInProgress, type TaskReport, writtenTasks } from '@workshop/cli/task-checks/report';
import { whoWaits } from '@workshop/cli/task-checks/who-waits';
import { StageWorker } from '../stage.ts';
import { codeErrorTold, sourcesOf } from '../code/told.ts';
import { ownOf, type StageExercise, type Texts, withFinished } from './exercise.ts';

/** The reader's own loops are found sooner. This limit is for other loops, on a machine that may be busy. */
const TURN_LIMIT_MS = 10_000;

/**
 * @param signal ends it
 * @returns `undefined` when it was ended
 */
export async function judgeTasks(
  exercise: StageExercise,
  texts: Texts,
  onResult: (result: TaskResult) => void,
  signal: AbortSignal,
): Promise<TaskReport | undefined> {
  const { tasks, files } = exercise;
  const inProgress = new ReportInProgress(onResult);
  const textOf = (file: string) => texts[file] ?? '';
  const written = writtenTasks({ tasks, textOf, isChanged: (file) => textOf(file) !== files[file]?.starter }, inProgress.take);
  const error = await run(exercise, texts, written, (message) => inProgress.hear(message), signal);
  if (signal.aborted) return undefined;
  if (error) inProgress.breakOff(error);
  else await tellWhoWaits(exercise, texts, inProgress, signal);
  return signal.aborted ? undefined : inProgress.report(tasks);
}

/** If several tasks fail, those that fail only because of another one wait for it. */
async function tellWhoWaits(exercise: StageExercise, texts: Texts, inProgress: ReportInProgress, signal: AbortSignal): Promise<void> {
  const failed = inProgress.report(exercise.tasks).tasks.flatMap(({ task, verdict }) => (verdict === 'fail' ? [task] : []));
  const passesBeside = async (number: string, others: readonly string[]) => {
    const file = exercise.tasks.find((task) => task.number === number)?.file ?? '';
    let passes = false;
    const hear = (message: TaskMessage) => {
      if ('result' in message) passes = message.result.verdict === 'pass';
    };
    const error = await run(exercise, withFinished(exercise, texts, others), { [file]: [number] }, hear, signal);
    return passes && !error;
  };
  for (const result of await whoWaits(failed, passesBeside)) inProgress.take(result);
}

/** @returns why not all checks ran */
async function run(
  { name }: StageExercise,
  texts: Texts,
  tasks: Readonly<Record<string, readonly string[]>>,
  hear: (message: TaskMessage) => void,
  signal: AbortSignal,
): Promise<CodeError | undefined> {
  let crash: string | undefined;
  const own = ownOf(texts);
  const worker = new StageWorker({ stage: name, own, turnLimit: TURN_LIMIT_MS, onCrash: (error) => (crash = error) });
  const end = () => worker.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    await worker.judge(tasks, hear);
    return undefined;
  } catch (error) {
    const printed = crash ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
    return codeErrorTold(printed, sourcesOf(name, own));
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
