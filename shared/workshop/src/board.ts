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
  return tasks.map(({ number, title, verdict, written, place }) => {
    const more = {
      pass: '',
      fail: `  ${place}`,
      todo: written ? '  (written; its checks wait for another task, or have not run)' : `  ${place}`,
    };
    return `  ${label(verdict)}  ${number} ${title}${more[verdict]}`;
  });
}

/** What to do next: in the exercise that was begun, else in the one behind the last that is done, else in the first that is not. */
function nextLines(all: readonly StageProgress[]): string[] {
  const isOpen = (progress: StageProgress) => !(progress.started && isDone(progress));
  const behind = all.findLastIndex((progress) => !isOpen(progress)) + 1;
  const progress = all.find((each) => each.started && isOpen(each)) ?? [...all.slice(behind), ...all].find(isOpen);
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

/** The first task that is red as it is now, else the first to be written, else the first of which nothing is known yet. */
export function nextTask({ graded, tasks }: StageProgress): TaskProgress | undefined {
  return (
    tasks.find(({ verdict }) => graded && verdict === 'fail') ??
    tasks.find(({ written }) => !written) ??
    tasks.find(({ verdict }) => verdict === 'todo')
  );
}
