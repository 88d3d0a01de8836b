// The learner's small commands: `pnpm hint`, `pnpm progress`, `pnpm tutor` and `pnpm scratch`.

import { join, relative, resolve } from 'node:path';
import { endCommandsOnSignals } from '@workshop/checks';
import { board } from './progress/board.ts';
import { exerciseFolder, makeExercises } from './exercises/exercise.ts';
import { hintFor } from './verdicts/hint.ts';
import { judgeExercise } from './verdicts/judge.ts';
import { progressOf } from './progress/progress.ts';
import { writeReadme } from './progress/readme.ts';
import { gradeCommand, makeScratch, SCRATCH_FILE, scratchLine } from './scratch/scratch.ts';
import { loadStages, stageNamed, withExercise } from './stages.ts';
import { figuresOf, tellStory } from './progress/story.ts';
import { judgeTasks } from './task-checks/judge-tasks.ts';
import { ROOT } from './tools.ts';
import { giveTutor, removeTutor, TUTOR } from './exercises/tutor.ts';
import { oneWord, readArguments, takesNothing, UsageError } from './usage.ts';
import { isRed } from './verdicts/red.ts';

/** `pnpm hint <stage>`: the next hint for what fails now or, if nothing does, for what is to do. */
export async function hint(args: readonly string[]): Promise<number> {
  const usage = 'type pnpm hint <stage>';
  const stages = withExercise(await loadStages());
  const stage = stageNamed(stages, oneWord(readArguments(args, {}, usage).positionals, 'stage', usage));
  makeExercises(stages);
  endCommandsOnSignals();
  const report = await judgeTasks(stage);
  const isTold = report?.broken !== undefined || report?.tasks.some(isRed); // the checks of the whole broker would add nothing
  if (!isTold && progressOf(stage).started && !progressOf(stage).graded) await judgeExercise(stage);
  console.log(hintFor(stage, report));
  return 0;
}

/** `pnpm progress`: the board; with `--story`, the learner's own figures; with `--readme FILE`, a README that shows them. */
export async function progress(args: readonly string[]): Promise<number> {
  const usage = 'type pnpm progress, pnpm progress --story or pnpm progress --readme FILE';
  const { values, positionals } = readArguments(args, { story: { type: 'boolean' }, readme: { type: 'string' } }, usage);
  if (positionals[0] !== undefined) throw new UsageError(`progress takes no ${positionals[0]}: ${usage}`);
  const stages = await loadStages();
  makeExercises(stages);
  if (values.readme !== undefined) {
    const folder = process.env['INIT_CWD'] ?? process.cwd(); // where the person typed it; pnpm itself goes to the root
    const written = writeReadme(resolve(folder, values.readme), figuresOf(stages), ROOT);
    console.log(`Written: ${written.map((path) => relative(folder, path)).join(' and ')}. They are yours: nothing writes them again.`);
  } else console.log(values.story ? tellStory(figuresOf(stages)) : board(stages));
  return 0;
}

/** `pnpm tutor on|off`: whether coding agents are asked to leave the exercises to the learner. */
export async function tutor(args: readonly string[]): Promise<number> {
  const usage = 'type pnpm tutor on or pnpm tutor off';
  const word = oneWord(readArguments(args, {}, usage).positionals, 'word', usage);
  if (word !== 'on' && word !== 'off') throw new UsageError(`tutor takes on or off, not ${word}: ${usage}`);
  const stages = withExercise(await loadStages());
  makeExercises(stages);
  const changed = stages.filter((stage) => !removeTutor(stage, exerciseFolder(stage)));
  if (word === 'on') for (const stage of stages) if (!changed.includes(stage)) giveTutor(stage, exerciseFolder(stage));
  console.log(
    word === 'on'
      ? `Each exercise has an ${TUTOR} that asks coding agents for hints, not for solutions. pnpm tutor off takes it away.`
      : `The ${TUTOR} that asked coding agents for hints, not for solutions, is gone from each exercise. pnpm tutor on brings it back.`,
  );
  for (const stage of changed) {
    const path = relative(stage.root, join(exerciseFolder(stage), TUTOR));
    console.log(
      `${path} has your changes in it, and stays as it is: to have ${word === 'on' ? 'a fresh one' : 'none'}, delete it yourself first.`,
    );
  }
  return 0;
}

/** `pnpm scratch`: writes the first lines of a broker that is all the learner's own. An existing one stays as it is. */
export async function scratch(args: readonly string[]): Promise<number> {
  takesNothing('scratch', args);
  const isNew = makeScratch(ROOT);
  console.log(
    isNew ? `Made ${SCRATCH_FILE}: a broker in 20 lines, yours to change.` : `${SCRATCH_FILE} is there already, and stays as it is.`,
  );
  console.log(`  pnpm start judges it whenever you save it, stage after stage
  ${gradeCommand(1)} tells every failure's story
  pnpm exec node --watch ${SCRATCH_FILE} runs it
  each chapter has a box for you, "From scratch"; the first: docs/01-basic-pubsub.md`);
  if (!isNew) console.log(`\n${scratchLine(ROOT)}`);
  return 0;
}
