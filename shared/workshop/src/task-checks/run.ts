// Runs the checks of an exercise's tasks in a process of its own, which may fall over the learner's code, or never come back from it.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CodeError, codeErrorIn } from '@workshop/checks/code-error';
import { linesOnDisk } from '@workshop/checks/lines-on-disk';
import { ReadyProcess } from '@workshop/checks/ready-process';
import { line } from '@workshop/checks/story';
import { exercisedFiles, isChanged, readExercise } from '../exercises/exercise.ts';
import { isUnwritten } from '../exercises/regions.ts';
import { conditionOf, type Stage } from '../stages.ts';
import type { TaskMessage, TaskOrder, TaskResult } from './protocol.ts';

const PROCESS = fileURLToPath(new URL('./process.ts', import.meta.url));
/** What Node adds for the watchdog. */
const DEBUGGER = /^(?:Debugger attached|Waiting for the debugger to disconnect)\..*\n?/gm;
/** Of what it prints, so many characters are kept. */
const LIMIT = 64 * 1024;
const WATCHDOG = new URL('./watchdog.ts', import.meta.url).href;

export interface TaskReport {
  /** In the order of the tasks; one of which nothing is known is left out. */
  readonly tasks: readonly TaskResult[];
  /** Why nothing of a file, or nothing more, could be run: it does not load, it ended the process, or it loops without end. */
  readonly broken?: CodeError | undefined;
}

/** By their stages. */
const processes = new Map<Stage, ReadyProcess>();

/** The process in which `runTaskChecks` runs next: it may load its code before there is something to run. */
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
  const results = new Map<string, TaskResult>();
  const take = (result: TaskResult) => {
    results.set(result.task, result);
    onResult(result);
  };
  let broken: CodeError | undefined;
  let isJudged = false;
  let running: string | undefined;
  let printed = '';
  const child = processOf(stage).take();
  const end = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (printed = (printed + chunk).slice(-LIMIT)));
  child.on('message', (message: TaskMessage) => {
    if ('running' in message) running = message.running;
    else if ('result' in message) take(message.result);
    else if ('broken' in message) broken ??= message.broken;
    else if ('judged' in message) isJudged = true;
    else if ('done' in message) {
      end(); // it would wait for its watchdog's debugger
    }
  });
  child.send({ root: stage.root, files: writtenTasks(stage, take) }, () => {}); // it may have been ended already
  const [code] = await new Promise<[number | null]>((resolve) => child.once('close', (...args: [number | null]) => resolve(args)));
  signal?.removeEventListener('abort', end);
  process.off('exit', end);
  if (signal?.aborted) return undefined;
  if (!isJudged) broken ??= endedIn(printed, stage, code);
  if (running && broken && !isJudged) take(brokenResult(running, broken));
  const tasks = stage.tasks.flatMap(({ number }) => results.get(number) ?? []);
  return { tasks, broken };
}

/**
 * The written tasks by their files, and the files that were changed elsewhere alone: they may not load. The other tasks are to do,
 * whatever a check would say.
 */
function writtenTasks(stage: Stage, onTodo: (result: TaskResult) => void): TaskOrder['files'] {
  const files: Record<string, string[]> = {};
  for (const task of stage.tasks) {
    if (isUnwritten(readExercise(stage, task.file) ?? '', task)) onTodo({ task: task.number, verdict: 'todo', message: '', story: '' });
    else (files[task.file] ??= []).push(task.number);
  }
  for (const file of exercisedFiles(stage)) if (isChanged(stage, file)) files[file] ??= [];
  return files;
}

/** What the process said last: where it looped, or with what it ended. */
function endedIn(printed: string, { root }: Stage, code: number | null): CodeError {
  const message = `the process ended with ${code === null ? 'a signal' : `exit code ${code}`}`;
  return codeErrorIn(printed, root, linesOnDisk) ?? { message, place: '', excerpt: printed.replace(DEBUGGER, '').trimEnd() };
}

function brokenResult(task: string, { message, place, excerpt }: CodeError): TaskResult {
  return { task, verdict: 'fail', message, story: [message, '', excerpt, place && line('at', place)].join('\n').trimEnd() };
}
