// `pnpm start`: the tutorial's site, and a watch over the exercises.

import { endCommandsOnSignals } from '@workshop/checks';
import { board } from './board.ts';
import { seed } from './exercise.ts';
import { count, progressOf } from './progress.ts';
import { loadStages } from './stages.ts';
import { run } from './tools.ts';
import { UsageError } from './usage.ts';
import { createTelling, label } from './verdicts.ts';
import { type Judged, watchExercises } from './watch.ts';

export async function start(args: readonly string[]): Promise<number> {
  if (args.length > 0) throw new UsageError(`start takes no arguments, and got ${args[0]}`);
  const stages = await loadStages();
  seed(stages);
  endCommandsOnSignals();
  console.log(
    `${board(stages)}\n\nThe tutorial is at the address below. Save an exercise, and its verdict appears here and there; Ctrl-C stops both.`,
  );
  const stop = watchExercises(stages, (judged) => console.log(tellJudged(judged)));
  const isWatchedByAPerson = process.stdout.isTTY && !process.env['CI'];
  const code = await run('docs', 'vitepress', 'dev', ...(isWatchedByAPerson ? ['--open'] : []));
  stop();
  return code;
}

/** What turned, in a line each; the whole story of the first that is red. */
function tellJudged({ stage, changed, whole, ms }: Judged): string {
  const { checks } = progressOf(stage);
  const red = changed.find(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const tell = createTelling();
  return [
    ...changed.filter((result) => result !== red).map(({ verdict, title }) => `${label(verdict)}  ${title}`),
    ...(red ? [tell(red)] : []),
    `${stage.name}: ${count(checks)}${whole ? '' : ' so far'} (${(ms / 1000).toFixed(1)} s)`,
  ].join('\n');
}
