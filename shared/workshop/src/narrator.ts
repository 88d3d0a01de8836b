// What the terminal of `pnpm start` says of each save: what turned, the story of the first failure, and how it stands.

import { count, progressOf } from './progress.ts';
import { readResults } from './records.ts';
import { isRed, label, storyOf } from './verdicts.ts';
import type { Watcher } from './watch.ts';

export function createNarrator(print: (text: string) => void): Watcher {
  let redMessages = new Set<string>();
  let alike: Record<'fail' | 'pass', number> = { fail: 0, pass: 0 };
  let isSecondRound = false;
  const begin = (round: 1 | 2) => {
    isSecondRound = round === 2;
    alike = { fail: 0, pass: 0 };
  };
  return {
    saved({ name }) {
      redMessages = new Set();
      begin(1);
      print(`\n${name} was saved`);
    },
    turned(_stage, result) {
      const { verdict, title, message } = result;
      if (verdict === 'pass' && isSecondRound) alike.pass += 1;
      else if (verdict === 'pass' || verdict === 'todo') print(`${label(verdict)}  ${title}`);
      else if (redMessages.size === 0) print(storyOf(result));
      else if (redMessages.has(message)) alike.fail += 1;
      else print(`${label(verdict)}  ${title}: ${message}`);
      if (isRed(result)) redMessages.add(message);
    },
    judged(stage, whole, ms) {
      // As red as before, but perhaps for another reason: the first story is told all the same.
      const red = whole && redMessages.size === 0 ? readResults(stage)?.checks.find(isRed) : undefined;
      if (red) print(storyOf(red));
      if (alike.pass > 0) print(`${label('pass')}  ${alike.pass} more, in what your save did not touch`);
      if (alike.fail > 0) print(`${label('fail')}  ${alike.fail} more in the same way`);
      print(`${stage.name}: ${count(progressOf(stage).checks)}${whole ? '' : ' so far'} (${(ms / 1000).toFixed(1)} s)`);
      begin(2);
    },
    broke({ name }, error) {
      print(`${name} was not judged: the grader itself broke. ${String(error)}`);
    },
  };
}
