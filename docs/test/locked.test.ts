import { history, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { locked } from '../.vitepress/theme/editor/locked.ts';

const FILE = ['given', '// #region one', 'mine', 'too', '// #endregion one', 'given too', ''].join('\n');

/** An editor, and why edits were refused. */
function open(text = FILE) {
  const refused: string[] = [];
  const extensions = [history(), locked(['one'], (why) => refused.push(why))];
  let state = EditorState.create({ doc: text, extensions });
  /** Puts a text in the place of another, which is there once. */
  const replace = async (old: string, insert: string, filter = true) => {
    const from = text.indexOf(old);
    state = state.update({ changes: { from, to: from + old.length, insert }, filter }).state;
    await undefined; // the reason comes a turn later
    return String(state.doc);
  };
  const takeBack = () => {
    undo({ state, dispatch: (transaction) => (state = transaction.state) });
    return String(state.doc);
  };
  return { refused, replace, takeBack };
}

test('the lines of a region can be changed, from the first to the last', async () => {
  const { replace, refused } = open();
  expect(await replace('mine\ntoo', 'all\nof\nit')).toBe(FILE.replace('mine\ntoo', 'all\nof\nit'));
  expect(refused).toEqual([]);
});

test.each(['given\n', '// #region one', 'too\n', '\nmine', '// #endregion', 'given too'])(
  'an edit of %j is refused, and says why',
  async (old) => {
    const { replace, refused } = open();
    expect(await replace(old, 'x')).toBe(FILE);
    expect(refused.join()).toContain('read-only');
  },
);

test('a text with a marker of its own is refused: it would move what is open', async () => {
  const { replace, refused } = open();
  expect(await replace('mine', '// #endregion one')).toBe(FILE);
  expect(refused.join()).toContain('#region marker');
});

test('the page may put another text there, and the reader may take that back', async () => {
  const { replace, takeBack } = open();
  expect(await replace('given too', 'given anew', false)).toBe(FILE.replace('given too', 'given anew'));
  expect(takeBack()).toBe(FILE);
});

test('a file that has lost its markers is open', async () => {
  const { replace } = open('no markers');
  expect(await replace('no', 'without')).toBe('without markers');
});
