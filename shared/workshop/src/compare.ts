// `pnpm compare 03`: the learner's exercise beside the finished stage. `pnpm compare 02 03`: what a stage adds to an earlier one.

import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { additionsTo, diffOf, type NamedText } from './exercises/diff.ts';
import { exercisedFiles, isStarted, pathOf, readExercise, makeExercises } from './exercises/exercise.ts';
import { isUnwritten, taskAt, TODO_IMPORT, withoutBodies, withTodoImport } from './exercises/regions.ts';
import { finishedFile, loadStages, type Stage, stageNamed, withExercise } from './stages.ts';
import { readArguments, UsageError } from './usage.ts';
import { bold } from './verdicts/verdicts.ts';

const USAGE = 'type pnpm compare <stage>, or pnpm compare <stage> <later stage>';

export async function compare(args: readonly string[]): Promise<number> {
  const [name, later, excess] = readArguments(args, {}, USAGE).positionals;
  if (name === undefined) throw new UsageError(`no stage is named: ${USAGE}`);
  if (excess !== undefined) throw new UsageError(`${excess} is one word too many: ${USAGE}`);
  const stages = await loadStages();
  if (later === undefined) {
    const stage = stageNamed(withExercise(stages), name);
    makeExercises([stage]);
    console.log(compareExercise(stage));
  } else {
    const [one, two] = [stages.indexOf(stageNamed(stages, name)), stages.indexOf(stageNamed(stages, later))];
    if (one >= two) throw new UsageError(`${later} does not come after ${name}: ${USAGE}`);
    console.log(compareStages(stages.slice(one, two + 1)));
  }
  return 0;
}

/** Compares what a learner has written in an exercise with the finished stage. The solution of a task that is to do is not shown. */
export function compareExercise(stage: Stage): string {
  const { number } = stage;
  if (!isStarted(stage)) return `Exercise ${number} is not started: there is nothing to compare.`;
  const diffs = exercisedFiles(stage).flatMap((file) => diffOfFile(stage, file) ?? []);
  const todo = stage.tasks.filter((task) => isUnwritten(readExercise(stage, task.file) ?? '', task)).map((task) => task.number);
  return [
    ...diffs,
    diffs.length > 0
      ? `- is yours, + is the finished stage. Another way to write it is as good, if pnpm test ${number} is green.`
      : 'What you have written is as in the finished stage, to the letter.',
    ...(todo.length > 0
      ? [
          `To do, and so not shown: ${todo.join(', ')}. pnpm solve ${number} ${todo[0]} writes ${todo.length > 1 ? 'the first of them' : 'it'}.`,
        ]
      : []),
  ].join('\n');
}

/** @returns `undefined` where there is no difference */
function diffOfFile(stage: Stage, file: string): string | undefined {
  const tasks = stage.tasks.filter((task) => task.file === file);
  const mine = readExercise(stage, file) ?? '';
  const unwritten = tasks.filter((task) => isUnwritten(mine, task));
  const theirs = withoutBodies(readFileSync(finishedFile(stage, file), 'utf8'), unwritten);
  return diffOf(
    { name: pathFrom(stage, pathOf(stage, file)), text: mine },
    // An unused import is not a difference worth showing.
    { name: pathFrom(stage, finishedFile(stage, file)), text: mine.includes(TODO_IMPORT) ? withTodoImport(theirs) : theirs },
    (line) => {
      const task = taskAt(mine, line, tasks);
      return task ? `${task.number} ${task.title}` : '';
    },
  );
}

/**
 * The files that the later stages add and, of the files that every stage has for itself, what is new. Everything else is still there,
 * imported.
 */
export function compareStages(stages: readonly Stage[]): string {
  const [first, ...later] = stages;
  const last = later.at(-1);
  if (!first || !last) return '';
  const own = new Set(sourcesOf(first));
  const files = later.flatMap((stage) => sourcesOf(stage).flatMap((file) => (own.has(file) ? [] : source(stage, file))));
  const width = Math.max(...files.map(({ name }) => name.length));
  const additions = sourcesOf(last).flatMap((file) => (own.has(file) ? (additionsTo(source(first, file), source(last, file)) ?? []) : []));
  return [
    bold(`${last.name} adds these to what it takes from ${first.name}:`),
    ...files.map(({ name, text }) => `  ${name.padEnd(width)}  ${purposeOf(text)}`),
    '',
    `Here it puts them together; + marks what ${first.name} does not have:`,
    '',
    ...additions,
  ]
    .join('\n')
    .trimEnd();
}

/** What a file is for, as its first line says. */
function purposeOf(text: string): string {
  return /^\/\/ (.*)/.exec(text)?.[1] ?? '';
}

function source(stage: Stage, file: string): NamedText {
  const path = join(stage.folder, 'src', file);
  return { name: pathFrom(stage, path), text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n') };
}

function sourcesOf({ folder }: Stage): string[] {
  return globSync('**/*.ts', { cwd: join(folder, 'src') })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
}

function pathFrom({ root }: Stage, path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}
