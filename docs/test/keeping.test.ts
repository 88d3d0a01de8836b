import type { Task } from '@workshop/cli/tasks';
import type { StageExercise } from '@workshop/page/exercise';
import { expect, test } from 'vitest';
import { fresh, type Kept, read, renewed, type Store, withAttempt, write } from '../.vitepress/theme/in-page/keeping.ts';

const NOW = new Date('2026-11-28T12:30:59Z');
const TODO = "import { todo } from '@workshop/protocol';\n";

/** A file with two regions. */
const fileOf = (one: string, two: string, given = 'given') =>
  `// ${given}\n// #region one\n${one}\n// #endregion one\n// #region two\n${two}\n// #endregion two\n`;
const starterOf = (given?: string) => TODO + fileOf("todo('1.1', 'one');", "todo('1.2', 'two');", given);

function exerciseWith(starter: string): StageExercise {
  const task = (number: string, region: string): Task => ({
    number,
    title: region,
    file: 'it',
    region,
    checks: ['x'],
    hints: ['', '', ''],
  });
  return {
    name: '01-it',
    tasks: [task('1.1', 'one'), task('1.2', 'two')],
    files: { it: { starter, finished: fileOf('1', '2') } },
    checks: [],
  };
}

const exercise = exerciseWith(starterOf());

test('what was written is read again', () => {
  const texts = new Map<string, string>();
  const store: Store = { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text), removeItem() {} };
  expect(read(store, exercise)).toBe(undefined);
  const kept: Kept = { ...fresh(exercise), texts: { it: 'mine' } };
  write(store, exercise, kept);
  expect(read(store, exercise)).toEqual(kept);
});

test('a new version of the site brings its starter, where nobody wrote', () => {
  const next = exerciseWith(starterOf('given anew'));
  expect(renewed(next, fresh(exercise), NOW)).toEqual(fresh(next));
});

test('where somebody wrote, the regions are put into the new file, and the old one is kept', () => {
  const mine = TODO + fileOf('mine();', "todo('1.2', 'two');");
  const kept = renewed(exerciseWith(starterOf('given anew')), { ...fresh(exercise), texts: { it: mine } }, NOW);
  expect(kept.texts).toEqual({ it: TODO + fileOf('mine();', "todo('1.2', 'two');", 'given anew') });
  expect(kept.attempts).toEqual([{ name: '2026-11-28 12:30', why: 'before the site had a new version', texts: { it: mine } }]);
});

test('what was written stays while the starter does', () => {
  const kept: Kept = { ...fresh(exercise), texts: { it: 'mine' } };
  expect(renewed(exercise, kept, NOW)).toEqual(kept);
});

test('a file without markers is kept whole, and its tasks are to do again', () => {
  const next = exerciseWith(starterOf('given anew'));
  const kept = renewed(next, { ...fresh(exercise), texts: { it: 'no markers' } }, NOW);
  expect(kept.texts).toEqual({ it: starterOf('given anew') });
  expect(kept.attempts.map(({ texts }) => texts)).toEqual([{ it: 'no markers' }]);
});

test('two attempts of one minute have two names, and the same text is kept once', () => {
  const one = withAttempt(fresh(exercise), { it: 'a' }, 'why', NOW);
  const two = withAttempt(withAttempt(one, { it: 'b' }, 'why', NOW), { it: 'a' }, 'why', NOW);
  expect(two.attempts.map(({ name, texts }) => [name, texts['it']])).toEqual([
    ['2026-11-28 12:30', 'a'],
    ['2026-11-28 12:30 (2)', 'b'],
  ]);
});
