// The learner's small commands: `pnpm hint` and `pnpm progress`.

import { endCommandsOnSignals } from '@workshop/checks';
import { board } from './board.ts';
import { seed } from './exercise.ts';
import { hintFor } from './hint.ts';
import { judgeExercise } from './judge.ts';
import { progressOf } from './progress.ts';
import { loadStages, stageNamed, withExercise } from './stages.ts';
import { judgeTasks } from './task-checks/judge-tasks.ts';
import { oneWord, readArguments, takesNothing } from './usage.ts';
import { isRed } from './verdicts.ts';

/** `pnpm hint <stage>`: the next hint for what fails now, or else is to do. */
export async function hint(args: readonly string[]): Promise<number> {
  const usage = 'type pnpm hint <stage>';
  const stages = withExercise(await loadStages());
  const stage = stageNamed(stages, oneWord(readArguments(args, {}, usage).positionals, 'stage', usage));
  seed(stages);
  endCommandsOnSignals();
  const report = await judgeTasks(stage);
  const isTold = report?.broken !== undefined || report?.tasks.some(isRed); // the checks of the whole broker know no better
  if (!isTold && progressOf(stage).started && !progressOf(stage).graded) await judgeExercise(stage);
  console.log(hintFor(stage, report));
  return 0;
}

/** `pnpm progress`: the board. */
export async function progress(args: readonly string[]): Promise<number> {
  takesNothing('progress', args);
  const stages = await loadStages();
  seed(stages);
  console.log(board(stages));
  return 0;
}
