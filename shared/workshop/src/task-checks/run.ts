// Runs the checks of an exercise's tasks in a separate process, because the learner's code may crash it or never return.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CodeError, codeErrorIn } from '@workshop/checks/code-error';
import { linesOnDisk } from '@workshop/checks/lines-on-disk';
import { ReadyProcess } from '@workshop/checks/ready-process';
import { isChanged, readExercise } from '../exercises/exercise.ts';
import { conditionOf, type Stage } from '../stages.ts';
import type { TaskMessage, TaskResult } from './protocol.ts';
import { type Exercise, ReportInProgress, type TaskReport, writtenTasks } from './report.ts';

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));
/** What Node adds for the watchdog. */
const DEBUGGER = /^(?:Debugger attached|Waiting for the debugger to disconnect)\..*\n?/gm;
/** How many characters of its output are kept. */
const LIMIT = 64 * 1024;
const WATCHDOG = new URL('./watchdog.ts', import.meta.url).href;

/** By their stages. */
const processes = new Map<Stage, ReadyProcess>();

/** The process in which `runTaskChecks` runs next: it can load its code before there is something to run. */
export function processOf(stage: Stage): ReadyProcess {
  const create = () =>
    fork(PROCESS, [stage.folder], {
      execArgv: ['--import', WATCHDOG, `--conditions=${conditionOf(stage)}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
  const process = processes.get(stage) ?? new ReadyProcess(create);
  processes.set(stage, process);
  return process;
}

/**
 * @param signal ends it
 * @returns `undefined` when it was ended
 */
export async function runTaskChecks(
  stage: Stage,
  onResult: (result: TaskResult) => void = () => {},
  signal?: AbortSignal,
): Promise<TaskReport | undefined> {
  const inProgress = new ReportInProgress(onResult);
  let printed = '';
  const child = processOf(stage).take();
  const end = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (printed = (printed + chunk).slice(-LIMIT)));
  child.on('message', (message: TaskMessage) => {
    inProgress.hear(message);
    if ('done' in message) end(); // it would wait for its watchdog's debugger
  });
  child.send({ root: stage.root, files: writtenTasks(exerciseOf(stage), inProgress.take) }, () => {}); // it may have been ended already
  const [code] = await new Promise<[number | null]>((resolve) => child.once('close', (...args: [number | null]) => resolve(args)));
  signal?.removeEventListener('abort', end);
  process.off('exit', end);
  if (signal?.aborted) return undefined;
  if (!inProgress.isJudged) inProgress.breakOff(endedIn(printed, stage, code));
  return inProgress.report(stage.tasks);
}

function exerciseOf(stage: Stage): Exercise {
  return {
    tasks: stage.tasks,
    textOf: (file) => readExercise(stage, file) ?? '',
    isChanged: (file) => isChanged(stage, file),
  };
}

/** What the process printed last: where it looped, or the error that ended it. */
function endedIn(printed: string, { root }: Stage, code: number | null): CodeError {
  const message = `the process ended with ${code === null ? 'a signal' : `exit code ${code}`}`;
  return codeErrorIn(printed, root, linesOnDisk) ?? { message, place: '', excerpt: printed.replace(DEBUGGER, '').trimEnd() };
}
