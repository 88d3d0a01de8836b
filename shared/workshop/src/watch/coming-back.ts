// Coming back after a week: the learner is offered the task that was done longest ago, emptied, and with it the predictions of a chapter.

import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fresh, replaceFiles, type Texts, withTask } from '../exercises/attempts.ts';
import { placeOf } from '../exercises/exercise.ts';
import { progressOf } from '../progress/progress.ts';
import { readChoices, readDiary, readHints, writeChoices, writeHints } from '../progress/records.ts';
import { type Stage, withExercise } from '../stages.ts';
import type { Task } from '../tasks.ts';

const DAY_MS = 24 * 3600 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** Prints something, or asks a question and resolves to the line that was typed. */
export interface Dialogue {
  print(text: string): void;
  ask(question: string): Promise<string>;
}

/** The person at the terminal. The end of the input counts as no answer. */
export const terminal: Dialogue = {
  print: console.log,
  ask(question) {
    process.stdout.write(question);
    const lines = createInterface({ input: process.stdin });
    const { promise, resolve } = Promise.withResolvers<string>();
    lines.once('line', resolve).once('close', () => resolve(''));
    return promise.finally(() => lines.close());
  },
};

interface Done {
  readonly stage: Stage;
  readonly task: Task;
  /** In ms since 1970. */
  readonly at: number;
  /** Its file without what was written. */
  readonly emptied: Texts;
}

/**
 * Offers the task that was done longest ago, if nothing was saved and nothing asked for a week. Without a yes, nothing changes.
 * @param now in ms since 1970
 */
export async function offerAgain(stages: readonly Stage[], { print, ask }: Dialogue, now = Date.now()): Promise<void> {
  const [first] = stages;
  const saved = Math.max(...withExercise(stages).map((stage) => Date.parse(readDiary(stage)?.lastSave ?? '') || 0));
  const [oldest] = doneTasks(stages).toSorted((one, other) => one.at - other.at);
  if (!first || !oldest || now - Math.max(saved, readChoices(first.root).askedAgain ?? 0) < WEEK_MS) return;
  const { stage, task, emptied } = oldest;
  print(`You last saved an exercise ${days(now - saved)} ago. To see what has stuck, write a task again from memory:\n`);
  print(`  ${task.number} ${task.title} (done ${days(now - oldest.at)} ago)\n`);
  const chapter = chapterOf(stages, now);
  if (chapter) print(`Or answer the questions of chapter ${chapter.number} again: /${chapter.name}#predict-first\n`);
  const answer = await ask(`Empty ${task.number}? Your code is kept. Type y for yes, or Enter for no: `);
  writeChoices(first.root, { ...readChoices(first.root), askedAgain: now });
  if (!/^y(?:es)?$/i.test(answer.trim())) return print(`${task.number} stays as it is.\n`);
  const { kept } = replaceFiles(stage, emptied, undefined, new Date(now));
  const { [task.number]: _given, ...hints } = readHints(stage);
  writeHints(stage, hints);
  print(
    `${task.number} is to do again: ${placeOf(stage, task)}\nYour code is in ${relative(stage.root, kept?.folder ?? '').replaceAll('\\', '/')}.\n`,
  );
}

/** The tasks that are right in the exercises as they are now, and can be emptied. */
function doneTasks(stages: readonly Stage[]): Done[] {
  return withExercise(stages).flatMap((stage) => {
    const done = doneIn(stage);
    const states = progressOf(stage).tasks;
    return stage.tasks.flatMap((task, index) => {
      const at = done[task.number];
      const emptied = at !== undefined && states[index]?.state === 'right' ? withTask(stage, task, fresh(stage)) : undefined;
      return at !== undefined && emptied !== undefined ? [{ stage, task, at, emptied }] : [];
    });
  });
}

/** The chapter that was finished first, among those whose tasks were all done a week ago or earlier. */
function chapterOf(stages: readonly Stage[], now: number): Stage | undefined {
  const finished = withExercise(stages).flatMap((stage) => {
    const done = doneIn(stage);
    const at = Math.max(...stage.tasks.map(({ number }) => done[number] ?? Infinity));
    return now - at >= WEEK_MS ? [{ stage, at }] : [];
  });
  return finished.toSorted((one, other) => one.at - other.at)[0]?.stage;
}

/** When its tasks were done, in ms since 1970, by their numbers. */
function doneIn(stage: Stage): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(readDiary(stage)?.doneSince ?? {}).map(([task, at]) => [task, Date.parse(at)]));
}

function days(ms: number): string {
  const count = Math.floor(ms / DAY_MS);
  return count === 1 ? 'a day' : `${count} days`;
}
