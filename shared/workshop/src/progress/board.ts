// The board: what is done, what is next, and which file and line to open.

import { count, countTasks, isDone, onOwnStages, progressOf, type StageProgress } from './progress.ts';
import type { TaskProgress, TaskState } from './task-progress.ts';
import { scratchLines } from '../scratch/scratch.ts';
import { type Stage, withExercise } from '../stages.ts';
import { bold, taskLine } from '../verdicts/verdicts.ts';

/**
 * What `pnpm progress` prints, and `pnpm test` at its end.
 * @param asked the stages that the command names: what comes next is there, if anything is left to do in them
 */
export function board(stages: readonly Stage[], asked: readonly Stage[] = []): string {
  const all = withExercise(stages).map(progressOf);
  const inAsked = all.filter(({ name }) => asked.some((stage) => stage.name === name));
  const started = all.filter((progress) => progress.started);
  const lines = all.flatMap((progress) => [
    bold(headline(progress)),
    ...(progress.started ? taskLines(progress) : []),
    ...keptLines(progress),
  ]);
  const total = `${started.length} of ${all.length} exercises started${started.length > 0 ? `, ${started.filter(isDone).length} done` : ''}`;
  const root = stages[0]?.root;
  const scratch = root === undefined ? [] : scratchLines(root);
  const next = scratch.length > 0 && started.length === 0 ? [] : nextLines(nextExercise(inAsked) ?? nextExercise(all)); // the learner writes everything from scratch, and no exercise
  return [...lines, '', total, ...next, ...scratch].join('\n');
}

function headline(progress: StageProgress): string {
  const { name, started, graded, checks } = progress;
  if (!started) return `${name}: not started`;
  if (isDone(progress)) return `${name}: done, all ${checks.length} checks pass${onOwnStages(progress)}`;
  return `${name}: ${countTasks(progress)}; ${graded ? count(checks) + onOwnStages(progress) : changed(checks)}`;
}

/** The verdicts on an earlier version, if there are any. */
function changed(checks: StageProgress['checks']): string {
  const isKnown = checks.some(({ verdict }) => verdict !== 'unknown');
  return isKnown ? `${count(checks)} (changed since it was graded)` : 'not judged yet';
}

function taskLines({ tasks, broken }: StageProgress): string[] {
  return [...(broken ? [`  ${broken.place}: ${broken.message}`] : []), ...tasks.map((task) => `  ${taskLine(task)}`)];
}

function keptLines({ name, kept }: StageProgress): string[] {
  const latest = kept.at(-1);
  return latest === undefined
    ? []
    : [`  kept: ${kept.join(', ')}; pnpm reset ${name.slice(0, 2)} --to ${latest} brings ${kept.length > 1 ? 'the last' : 'it'} back`];
}

/** What to go on with: the exercise that was begun, else the one after the last that is done, else the first that is not done. */
export function nextExercise(all: readonly StageProgress[]): StageProgress | undefined {
  const isOpen = (progress: StageProgress) => !(progress.started && isDone(progress));
  const behind = all.findLastIndex((progress) => !isOpen(progress)) + 1;
  return all.find((each) => each.started && isOpen(each)) ?? [...all.slice(behind), ...all].find(isOpen);
}

function nextLines(progress: StageProgress | undefined): string[] {
  if (progress === undefined) return ['All exercises are done.'];
  const stage = progress.name.slice(0, 2);
  const task = nextTask(progress);
  if (task)
    return [
      `Next: ${task.number} ${task.title}`,
      `  open ${task.place}`,
      `  pnpm hint ${stage} gives a hint, pnpm test ${stage} the verdicts`,
    ];
  return [`Next: pnpm test ${stage} says what ${progress.graded ? 'is red' : 'your last change did'}`];
}

/** The first task that is wrong, else the first to be written, else the first that has no verdict yet. */
export function nextTask({ tasks }: StageProgress): TaskProgress | undefined {
  const first = (...states: readonly TaskState[]) => tasks.find(({ state }) => states.includes(state));
  return first('wrong') ?? first('unwritten') ?? first('written', 'waiting');
}
