// A class of ten, each with another exercise, as `pnpm grade --all --from` judges them; and what a student may try.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckoutVerdict } from '../../src/classroom/judge-checkout.ts';
import { exercisedFiles, starterOf } from '../../src/exercises/exercise.ts';
import { withoutBodies } from '../../src/exercises/regions.ts';
import { loadStages, type Stage } from '../../src/stages.ts';
import { ROOT } from '../../src/tools.ts';
import { finished } from '../workshop.ts';

/** The check that catches it is there. */
const CHECKS = 'shared/checks/src/suites/01-basic-pubsub/frames.ts';

type Checkout = Pick<CheckoutVerdict, 'name' | 'stages'> & { readonly passed: boolean };

let folder: string;
let stage: Stage;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'class-'));
  const [first] = await loadStages();
  if (!first) throw new Error('there is no stage');
  stage = first;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Hands an exercise of stage 01 in: what each file is, made of the finished one. */
function handIn(name: string, write: (text: string, file: string) => string): string {
  const exercise = join(folder, name, 'steps', stage.name, 'exercise');
  mkdirSync(exercise, { recursive: true });
  for (const file of exercisedFiles(stage)) writeFileSync(join(exercise, `${file}.ts`), write(finished(stage, file), file));
  return join(folder, name);
}

/** With these tasks alone unwritten. */
const without = (...numbers: string[]) => {
  return (text: string, file: string) =>
    withoutBodies(
      text,
      stage.tasks.filter((task) => task.file === file && numbers.includes(task.number)),
    );
};
const unwritten = (_text: string, file: string) => starterOf(stage, file);
/** As somebody else would write it. */
const own = (text: string) =>
  replace(text, [
    ['return backlog >= this.#maxBacklog;', 'return !(backlog < this.#maxBacklog);'],
    [
      'for (const channel of session.channels ?? []) this.unsubscribe(session, channel);',
      'session.channels?.forEach((each) => this.unsubscribe(session, each));',
    ],
  ]);
/** It keeps the newline behind a frame (1.1), and nothing else is wrong. */
const wrong = (text: string) => replace(text, [["text.replace(LINE_END, '')", 'text']]);

function replace(text: string, edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((edited, [from, to]) => edited.replace(from, to), text);
}

function grade(...args: string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'shared', 'workshop', 'run.mjs'), 'grade', '--all', '--until', '01', ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder, NO_COLOR: '1' },
  });
}

test('ten exercises, each in another state, are ten rows of one table', { timeout: 600_000 }, () => {
  handIn('fresh', unwritten);
  handIn('begun', (text, file) => `${unwritten(text, file)}// so this is it\n`);
  handIn('half', without('1.4', '1.5', '1.6'));
  handIn('syntax', (text, file) => (file === 'pubsub' ? text.replace('new Map', 'new new (Map') : text));
  handIn('loop', (text, file) =>
    file === 'frames'
      ? text.replace("const line = text.replace(LINE_END, '');", "const line = text.replace(LINE_END, ''); for (;;);")
      : text,
  );
  handIn('wrong', wrong);
  handIn('right', own);
  handIn('solved', (text) => text);
  // A check that is passed by everybody, and the exercise for which somebody would want it.
  const tampered = join(handIn('tampered', wrong), CHECKS);
  cpSync(join(ROOT, CHECKS), tampered, { recursive: true });
  writeFileSync(tampered, readFileSync(tampered, 'utf8').replace('async run(', 'async run() {},\n    async really('));
  mkdirSync(join(folder, 'missing', 'steps'), { recursive: true });

  const names = ['fresh', 'begun', 'half', 'syntax', 'loop', 'wrong', 'right', 'solved', 'tampered', 'missing'];
  const { status, stdout } = grade('--from', ...names);
  const [table = '', notes = ''] = stdout.trim().split('\n\n');
  expect(table.split('\n')).toEqual([
    '01',
    'fresh     -',
    'begun     0/6',
    'half      3/6',
    'syntax    broken',
    'loop      broken',
    'wrong     5/6 wrong',
    'right     done',
    'solved    done',
    'tampered  5/6 wrong',
    'missing   missing',
  ]);
  expect(notes).toContain(`tampered: its copy of the judge differs from yours, and had no say: ${CHECKS}`);
  expect(notes).toContain('solved: as in the finished stages: 1.1, 1.2, 1.3, 1.4, 1.5, 1.6');
  expect(status).toBe(1);
});

test('what is to do fails where it is strict, and standard output is the JSON alone', { timeout: 120_000 }, () => {
  handIn('fresh', unwritten);
  const relaxed = grade('--json', '--from', 'fresh');
  expect(relaxed.status).toBe(0);
  const { version, strict, checkouts } = JSON.parse(relaxed.stdout) as { version: number; strict: boolean; checkouts: Checkout[] };
  expect({ version, strict }).toEqual({ version: 1, strict: false });
  expect(checkouts).toMatchObject([
    { name: 'fresh', passed: true, differing: [], tampered: [], stages: [{ stage: '01', state: 'not-started' }] },
  ]);
  const { status, stdout } = grade('--json', '--strict', '--from', 'fresh');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ strict: true, checkouts: [{ passed: false }] });
});

test('an exercise that changes what judges it is found out', { timeout: 120_000 }, () => {
  const meddling = `import { appendFileSync } from 'node:fs';
appendFileSync(new URL('../task-checks/frames.ts', import.meta.url), '// all is well');
throw new Error('and now nobody looks');
`;
  handIn('meddling', (text, file) => (file === 'frames' ? `${meddling}${text}` : text));
  const { status, stdout } = grade('--from', 'meddling');
  expect(stdout).toContain(
    'meddling: files of the judge were changed while it ran, no verdict counts: steps/01-basic-pubsub/task-checks/frames.ts',
  );
  expect(status).toBe(1);
});

test('wrong usage exits with 2 and one line', () => {
  for (const args of [['--from', 'nobody'], ['alice'], ['--junit', 'no/such/folder.xml'], ['--until', '99'], ['--json=out.json']]) {
    const { status, stdout, stderr } = grade(...args);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  }
});
