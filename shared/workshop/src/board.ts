// The board: what is done, what is next, and which file and line to open.

import { isDone, progressOf, count, type StageProgress, type TaskProgress } from './progress.ts';
import { type Stage, withExercise } from './stages.ts';
import { bold, label } from './verdicts.ts';

/** `pnpm progress`, and the end of `pnpm test`. */
export function board(stages: readonly Stage[]): string {
  const all = withExercise(stages).map(progressOf);
  const started = all.filter((progress) => progress.started);
  const lines = all.flatMap((progress) => [bold(headline(progress)), ...(progress.started ? taskLines(progress) : [])]);
  const total = `${started.length} of ${all.length} exercises started${started.length > 0 ? `, ${started.filter(isDone).length} done` : ''}`;
  return [...lines, '', total, ...nextLines(all)].join('\n');
}

function headline(progress: StageProgress): string {
  const { name, started, graded, checks } = progress;
  if (!started) return `${name}: not started`;
  if (isDone(progress)) return `${name}: done, all ${checks.length} checks pass`;
  return `${name}: ${count(checks)}${graded ? '' : ' (changed since it was graded)'}`;
}

function taskLines({ tasks }: StageProgress): string[] {
  return tasks.map(
    ({ number, title, verdict, place }) => `  ${label(verdict)}  ${number} ${title}${verdict === 'pass' ? '' : `  ${place}`}`,
  );
}

/** What to do next: in the exercise that was begun, else in the first that is not done. */
function nextLines(all: readonly StageProgress[]): string[] {
  const open = all.filter((progress) => !(progress.started && isDone(progress)));
  const progress = open.find(({ started }) => started) ?? open[0];
  if (progress === undefined) return all.length > 0 ? ['All exercises are done.'] : [];
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

/** The first task that is red, else the first to be written, else the first of which nothing is known yet. */
export function nextTask({ tasks }: StageProgress): TaskProgress | undefined {
  return (
    tasks.find(({ verdict }) => verdict === 'fail') ??
    tasks.find(({ written }) => !written) ??
    tasks.find(({ verdict }) => verdict === 'todo')
  );
}
