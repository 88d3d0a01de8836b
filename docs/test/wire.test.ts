// `pnpm wire` on a solved exercise, from the verdict to the reset. The page runs it on a fresh one.

import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyWorkshop, type WorkshopCopy } from './workshop-copy.ts';

let copy: WorkshopCopy;
beforeAll(() => {
  copy = copyWorkshop();
}, 60_000);
afterAll(() => copy?.remove());

function wire(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['shared/workshop/run.mjs', 'wire', ...args], {
    cwd: copy.folder,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status, printed: stdout + stderr };
}

const inExercise = (file: string) => join(copy.folder, 'bonus', 'as-fast-as-the-wire', 'exercise', file);

// One after the other: each finds what the one before it has left.

test('on a fresh exercise, three hints lead to the first step, and the last one stays', () => {
  const hints = Array.from({ length: 4 }, () => wire('--hint').printed);
  expect(hints.map((hint) => /Hint \d of 3/.exec(hint)?.[0])).toEqual(['Hint 1 of 3', 'Hint 2 of 3', 'Hint 3 of 3', 'Hint 3 of 3']);
  expect(hints[0]).toContain('Step 1 of 2, past ws');
});

test('an output that loses messages is not measured', () => {
  const loop = readFileSync(inExercise('output.ts'), 'utf8');
  writeFileSync(inExercise('output.ts'), loop.replace('if (this.canWrite())', 'if (Math.random() < 0)'));
  const { status, printed } = wire();
  expect(printed).toMatch(/\nstage 01: \d+ fail, .*\n$/);
  expect(status).toBe(1);
});

test('with the output of stage 01 in it, all steps are reached', () => {
  writeFileSync(inExercise('output.ts'), "export { Output } from '01-basic-pubsub/output';\n");
  const { status, printed } = wire();
  expect(printed).toContain('\n2 of 2 steps: ');
  expect(status, printed).toBe(0);
  expect(wire('--hint').printed).toContain('All steps were reached');
});

test('the profile gives shares of what a delivery costs', () => {
  const { status, printed } = wire('--profile');
  expect(printed).toMatch(/^Where the [\d.]+ µs of a delivery go:\n +\d+ % +[\d.]+ µs {2}/);
  expect(printed).toContain('the system call that writes');
  expect(status).toBe(0);
});

test('a reset keeps the file, and the hints begin anew', () => {
  expect(wire('--reset').printed).toContain('What was there is kept in bonus/as-fast-as-the-wire/exercise/kept-');
  expect(globSync(inExercise('kept-*.ts')).map((file) => readFileSync(file, 'utf8'))).toEqual([
    "export { Output } from '01-basic-pubsub/output';\n",
  ]);
  expect(readFileSync(inExercise('output.ts'), 'utf8')).toContain('this.websocket.send');
  expect(wire('--hint').printed).toContain('Hint 1 of 3');
  expect(wire('--reset').printed).toContain('there is nothing to reset');
});

test('for wrong usage, one line says what is right', () => {
  expect(wire('03')).toEqual({ status: 2, printed: expect.stringMatching(/^wire takes no 03: type pnpm wire, .*\n$/) });
  expect(wire('--hint', '--reset')).toEqual({ status: 2, printed: expect.stringMatching(/^--hint and --reset don't go together: .*\n$/) });
});
