// Judges the tasks of an exercise by their own checks, then by the compiler, and stores what they say, so that the site can show it.

import type { CodeError } from '@workshop/checks/code-error';
import { noteSave } from '../progress/diary.ts';
import { fingerprintOf } from '../exercises/exercise.ts';
import { readTaskResults, writeTaskResults } from '../progress/records.ts';
import type { Stage } from '../stages.ts';
import { typeErrorsOf } from './type-errors.ts';
import type { TaskResult } from './protocol.ts';
import type { TaskReport } from './report.ts';
import { runTaskChecks } from './run.ts';

/**
 * @param signal ends it
 * @returns `undefined` when it was ended
 */
export async function judgeTasks(
  stage: Stage,
  onResult: (result: TaskResult) => void = () => {},
  signal?: AbortSignal,
): Promise<TaskReport | undefined> {
  const fingerprint = fingerprintOf(stage);
  const report = await runTaskChecks(stage, onResult, signal);
  if (!report) return undefined;
  if (readTaskResults(stage)?.fingerprint !== fingerprint) noteSave(stage, report.tasks);
  writeTaskResults(stage, { fingerprint, ...report });
  return report;
}

/** What TypeScript says about an exercise whose tasks were judged; nothing if it has changed meanwhile. */
export async function judgeTypes(stage: Stage, signal?: AbortSignal): Promise<readonly CodeError[]> {
  const typeErrors = await typeErrorsOf(stage, signal);
  const results = readTaskResults(stage);
  if (!typeErrors || results?.fingerprint !== fingerprintOf(stage)) return [];
  writeTaskResults(stage, { ...results, typeErrors });
  return typeErrors;
}
