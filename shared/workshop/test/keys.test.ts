import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { openInEditor } from '../src/watch/editor.ts';
import { type Actions, takeKeys } from '../src/watch/keys.ts';

let input: PassThrough;
let isRaw: boolean;
let printed: string[];
let raised: string[];
beforeEach(() => {
  [input, isRaw, printed, raised] = [new PassThrough(), false, [], []];
});

const LINE = 'h hint · q quit';

function take(actions: Partial<Actions>, { isTTY = true, isInForeground = true } = {}) {
  const terminal = Object.assign(input, { isTTY, setRawMode: (to: boolean) => (isRaw = to) });
  return takeKeys({ h: { label: 'hint', run() {} }, q: { label: 'quit', run() {} }, ...actions } as Actions, {
    input: terminal as unknown as ReadStream,
    print: (text) => printed.push(stripVTControlCharacters(text)),
    raise: (signal) => raised.push(signal),
    isInForeground: () => isInForeground,
  });
}

/** Resolves when they were taken. */
async function press(keys: string): Promise<void> {
  const taken = once(input, 'data');
  input.write(keys);
  await taken;
  await new Promise(setImmediate);
}

test('a key runs its action at once, and no second time before that is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  take({ h: { label: 'hint', run: () => ((runs += 1), promise) } });
  expect(isRaw).toBe(true);
  await press('hh');
  expect(runs).toBe(1);
  resolve();
  await new Promise(setImmediate);
  await press('h');
  expect(runs).toBe(2);
});

test('another key shows what there is, and an action that fails says so', async () => {
  take({ h: { label: 'hint', run: () => Promise.reject(new Error('no task')) } });
  await press('x');
  expect(printed).toEqual([LINE]);
  await press('h');
  expect(printed.at(-1)).toBe('hint did not work. Error: no task');
});

test.skipIf(process.platform === 'win32')('Ctrl-C and Ctrl-Z are signals again, and a job that goes on has its keys again', async () => {
  take({});
  await press('\u0003');
  expect(raised).toEqual(['SIGINT']);
  await press('\u001A');
  expect(raised).toEqual(['SIGINT', 'SIGTSTP']);
  expect(isRaw).toBe(false);
  process.emit('SIGCONT');
  expect(isRaw).toBe(true);
});

test('a terminal that was released is as it was, and its keys are no longer taken', () => {
  const keys = take({});
  keys.release();
  expect(isRaw).toBe(false);
  expect(input.isPaused()).toBe(true);
  keys.show();
  expect(printed).toEqual([]);
});

test.each([{ isTTY: false }, { isInForeground: false }])('where %j, nothing is taken', (where) => {
  take({}, where).show();
  expect(isRaw).toBe(false);
  expect(input.listenerCount('keypress')).toBe(0);
  expect(printed).toEqual([]);
});

test.skipIf(process.platform === 'win32')('an editor of the terminal gets file and line, and is waited for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  const editor = join(folder, 'vim');
  writeFileSync(editor, `#!/bin/sh\necho "$@" > '${join(folder, 'got')}'\n`);
  chmodSync(editor, 0o755);
  await openInEditor('frames.ts', 16, { VISUAL: '', EDITOR: `${editor} -R` });
  expect(readFileSync(join(folder, 'got'), 'utf8')).toBe('-R +16 frames.ts\n');
  await expect(openInEditor('frames.ts', 16, { EDITOR: join(folder, 'none', 'nano') })).rejects.toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});
