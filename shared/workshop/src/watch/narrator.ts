// What `pnpm start` prints about each save: how the tasks stand, which verdicts changed, the story of the first failure, and the total.

import { writeFailurePage } from '../verdicts/failure-page.ts';
import { originLines } from '../exercises/origins.ts';
import { count, countTasks, onOwnStages, progressOf } from '../progress/progress.ts';
import { readResults } from '../progress/records.ts';
import { codeStory, label, plainestFirst, storyOf, taskLine, taskStory } from '../verdicts/verdicts.ts';
import { isRed } from '../verdicts/red.ts';
import type { Watcher } from './watch.ts';

/** How many of the compiler's errors are printed in full. */
const MAX_TYPE_ERRORS = 3;

export function createNarrator(print: (text: string) => void): Watcher {
  let redMessages = new Set<string>();
  let alike: Record<'fail' | 'pass', number> = { fail: 0, pass: 0 };
  let isSecondRound = false;
  let untried = 0;
  const begin = (round: 1 | 2) => {
    isSecondRound = round === 2;
    alike = { fail: 0, pass: 0 };
    untried = 0;
  };
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return {
    saved({ name }, again) {
      redMessages = new Set();
      begin(1);
      print(`\n${name} ${again ? 'is judged again' : 'was saved'}`);
    },
    tasks(stage, ms) {
      const { tasks, broken } = progressOf(stage);
      if (broken) return print(`${label('fail')}  ${codeStory(broken)}\n${stage.name}: cannot be run (${seconds(ms)})`);
      for (const task of tasks.filter(({ state }) => state !== 'unwritten')) print(taskLine(task));
      const [wrong] = tasks.filter(({ state }) => state === 'wrong');
      if (wrong) print(`\n${taskStory(wrong)}`);
    },
    typed(_stage, errors) {
      for (const error of errors.slice(0, MAX_TYPE_ERRORS)) print(`TypeScript: ${codeStory(error)}`);
      if (errors.length > MAX_TYPE_ERRORS) print(`TypeScript: ${errors.length - MAX_TYPE_ERRORS} more`);
    },
    turned(_stage, result) {
      const { verdict, title, message, seen = message } = result;
      if (verdict === 'untried') untried += 1;
      else if (verdict === 'pass' && isSecondRound) alike.pass += 1;
      else if (verdict === 'pass' || verdict === 'todo') print(`${label(verdict)}  ${title}`);
      else if (redMessages.size === 0) print(storyOf(result));
      else if (redMessages.has(seen)) alike.fail += 1;
      else print(`${label(verdict)}  ${title}: ${seen}`);
      if (isRed(result)) redMessages.add(seen);
    },
    judged(stage, whole, ms) {
      // As red as before, but perhaps for another reason, so the first story is told again.
      const red = whole && redMessages.size === 0 ? readResults(stage)?.checks.find(isRed) : undefined;
      if (red) print(storyOf(red));
      if (alike.pass > 0) print(`${label('pass')}  ${alike.pass} more, in what your save did not touch`);
      if (alike.fail > 0) print(`${label('fail')}  ${alike.fail} more in the same way`);
      if (untried > 0) print(`${label('untried')}  ${untried} more were not tried: none of them can work yet`);
      if (whole) for (const origin of originLines(readResults(stage)?.checks ?? [])) print(origin);
      const page = whole
        ? writeFailurePage(stage.root, stage.number, `Exercise ${stage.name}`, plainestFirst(readResults(stage)?.checks ?? [], stage.name))
        : undefined;
      if (page !== undefined) print(`Drawn, step by step: ${page}`);
      const progress = progressOf(stage);
      print(
        `${stage.name}: ${countTasks(progress)}; ${whole ? '' : 'checks so far: '}${count(progress.checks)}${whole ? onOwnStages(progress) : ''} (${seconds(ms)})`,
      );
      begin(2);
    },
    broke({ name }, error) {
      print(`${name} was not judged: the grader itself broke. ${String(error)}`);
    },
  };
}
