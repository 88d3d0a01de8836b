// Notes what happens to an exercise, for `pnpm progress --story` to tell later, and for those who come back.

import { isStarted } from '../exercises/exercise.ts';
import { progressOf } from './progress.ts';
import { type Diary, readDiary, readResults, readTaskResults, writeDiary } from './records.ts';
import type { Stage } from '../stages.ts';
import type { TaskResult } from '../task-checks/protocol.ts';
import { isRed } from '../verdicts/red.ts';

/** Notes that the checks of the tasks have judged a new version. Call this before their verdicts are kept. */
export function noteSave(stage: Stage, tasks: readonly TaskResult[], now = new Date()): void {
  if (!isStarted(stage)) return;
  const diary = readDiary(stage) ?? begin(stage, now);
  const doneSince = { ...diary.doneSince };
  for (const { task, verdict, waitsFor } of tasks) {
    if (verdict === 'pass') doneSince[task] ??= now.toISOString();
    else if (waitsFor === undefined) delete doneSince[task]; // nothing new is known about a task that waits
  }
  writeDiary(stage, {
    ...diary,
    saves: diary.saves + 1,
    lastSave: now.toISOString(),
    days: [...new Set([...diary.days, dayOf(now)])],
    doneSince,
  });
}

/** Notes that every check has judged a new version. Call this once their verdicts are kept. */
export function noteVerdicts(stage: Stage, now = new Date()): void {
  if (!isStarted(stage)) return;
  const diary = readDiary(stage) ?? begin(stage, now);
  const { tasks, checks } = progressOf(stage);
  const right = tasks.filter(({ state }) => state === 'right').map(({ number }) => [number, now.toISOString()]);
  const failed = checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => [id, (diary.failures[id] ?? 0) + 1]);
  writeDiary(stage, {
    ...diary,
    firstRight: { ...Object.fromEntries(right), ...diary.firstRight },
    failures: { ...diary.failures, ...Object.fromEntries(failed) },
  });
}

/** An older version of the workshop kept no diary, so nobody knows when tasks that were right back then became right. */
function begin(stage: Stage, now: Date): Diary {
  const before = readTaskResults(stage)?.tasks ?? [];
  const right = before.filter(({ verdict }) => verdict === 'pass').map(({ task }) => [task, null]);
  return {
    since: now.toISOString(),
    isLate: readResults(stage) !== undefined || right.length > 0 || before.some(isRed),
    days: [],
    saves: 0,
    lastSave: now.toISOString(),
    hints: 0,
    firstRight: Object.fromEntries(right),
    doneSince: {},
    failures: {},
  };
}

/** Such as `2026-11-28`, where the learner is. */
function dayOf(date: Date): string {
  return new Intl.DateTimeFormat('sv-SE').format(date);
}
