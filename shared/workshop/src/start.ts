// `pnpm start [own|finished]`: the tutorial's site, and a watch over the exercises.

import { endCommandsOnSignals } from '@workshop/checks';
import { actionsAt } from './watch/actions.ts';
import { board } from './progress/board.ts';
import { offerAgain, terminal } from './watch/coming-back.ts';
import { makeExercises } from './exercises/exercise.ts';
import { takeKeys } from './watch/keys.ts';
import { createNarrator } from './watch/narrator.ts';
import { chooseCode, ownCodeLine } from './exercises/own-code.ts';
import { recordsIn } from './progress/records.ts';
import { watchScratch } from './scratch/scratch-watch.ts';
import { loadStages, type Stage } from './stages.ts';
import { exitOf, launch, ROOT, whyNoVite } from './tools.ts';
import { UsageError } from './usage.ts';
import { watchExercises } from './watch/watch.ts';
import { lookForChanges, whyUntold } from './watch/watched.ts';

export async function start(args: readonly string[]): Promise<number> {
  chooseCode(ROOT, args);
  const reason = whyNoVite();
  if (reason !== undefined) throw new UsageError(reason);
  const stages = await loadStages();
  makeExercises(stages);
  endCommandsOnSignals();
  const isWatchedByAPerson = process.stdout.isTTY && !process.env['CI'];
  if (isWatchedByAPerson && process.stdin.isTTY) await offerAgain(stages, terminal);
  console.log(
    `${[board(stages), ownCodeLine(stages)].filter(Boolean).join('\n')}\n\nThe tutorial is at the address below. Save an exercise, and its verdict appears here and there; Ctrl-C stops both.`,
  );
  const untold = await whyUntold(recordsIn(ROOT));
  if (untold) {
    lookForChanges();
    console.log(`A verdict may take a second longer than elsewhere: ${untold.reason}. pnpm checkup says what would mend it.`);
  }
  const narrator = createNarrator(console.log);
  const quit = Promise.withResolvers<number>();
  let latest: Stage | undefined;
  const watch = watchExercises(stages, {
    ...narrator,
    saved(stage, again) {
      if (!again) latest = stage;
      narrator.saved(stage, again);
    },
    judged(stage, whole, ms) {
      narrator.judged(stage, whole, ms);
      if (whole) keys.show();
    },
  });
  const stopScratch = watchScratch(ROOT, console.log);
  const lend = async (work: () => Promise<void>) => {
    keys.release();
    await work().finally(keys.take);
  };
  const keys = takeKeys(actionsAt({ stages, saved: () => latest, judgeAll: watch.judgeAll, lend, quit: () => quit.resolve(0) }));
  keys.show();
  // If the site had the terminal, it would clear the screen, take Ctrl-C for itself, and restore an old state of the terminal when it ends.
  const site = launch('docs', 'vitepress', ['dev', ...(isWatchedByAPerson ? ['--open'] : [])], ['ignore', 'pipe', 'pipe']);
  site.stdout?.pipe(process.stdout);
  site.stderr?.pipe(process.stderr);
  const code = await Promise.race([exitOf(site), quit.promise]);
  keys.release();
  watch.stop();
  stopScratch();
  site.kill();
  return code;
}
