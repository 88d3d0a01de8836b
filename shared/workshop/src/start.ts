// `pnpm start`: the tutorial's site, and a watch over the exercises.

import { endCommandsOnSignals } from '@workshop/checks';
import { board } from './board.ts';
import { seed } from './exercise.ts';
import { createNarrator } from './narrator.ts';
import { recordsIn } from './records.ts';
import { watchScratch } from './scratch-watch.ts';
import { loadStages } from './stages.ts';
import { exitOf, launch, ROOT, whyNoVite } from './tools.ts';
import { takesNothing, UsageError } from './usage.ts';
import { watchExercises } from './watch.ts';
import { lookForChanges, whyUntold } from './watched.ts';

export async function start(args: readonly string[]): Promise<number> {
  takesNothing('start', args);
  const reason = whyNoVite();
  if (reason !== undefined) throw new UsageError(reason);
  const stages = await loadStages();
  seed(stages);
  endCommandsOnSignals();
  console.log(
    `${board(stages)}\n\nThe tutorial is at the address below. Save an exercise, and its verdict appears here and there; Ctrl-C stops both.`,
  );
  const untold = await whyUntold(recordsIn(ROOT));
  if (untold) {
    lookForChanges();
    console.log(`A verdict may take a second more than elsewhere: ${untold.reason}. pnpm checkup says what would mend it.`);
  }
  const stop = watchExercises(stages, createNarrator(console.log));
  const stopScratch = watchScratch(ROOT, console.log);
  const isWatchedByAPerson = process.stdout.isTTY && !process.env['CI'];
  // A terminal of its own would have the site clear the screen and take Ctrl-C for itself.
  const site = launch('docs', 'vitepress', ['dev', ...(isWatchedByAPerson ? ['--open'] : [])], ['ignore', 'pipe', 'inherit']);
  site.stdout?.pipe(process.stdout);
  const code = await exitOf(site);
  stop();
  stopScratch();
  return code;
}
