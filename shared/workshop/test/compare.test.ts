import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFiles, solved, withTask } from '../src/exercises/attempts.ts';
import { compareExercise, compareStages } from '../src/compare.ts';
import { readExercise } from '../src/exercises/exercise.ts';
import { taskAt, TODO_IMPORT } from '../src/exercises/regions.ts';
import { loadStages, type Stage, taskNamed } from '../src/stages.ts';
import { createStage, edit, type Workshop } from './workshop.ts';

let workshop: Workshop;
let stage: Stage;
beforeEach(async () => {
  ({ workshop, stage } = await createStage('01-basic-pubsub'));
});
afterEach(() => workshop.remove());

const shown = () => stripVTControlCharacters(compareExercise(stage));
function solve(number: string): void {
  replaceFiles(stage, withTask(stage, taskNamed(stage, number), solved(stage)) ?? new Map());
}

test('an exercise that is not started has nothing to compare', () => {
  expect(shown()).toBe('Exercise 01 is not started: there is nothing to compare.');
});

test('what is written is shown beside the finished, under its task and with its line; what is to do is not given away', () => {
  solve('1.2');
  edit(stage, 'pubsub', (text) => text.replace('// #region subscribe\n', '// #region subscribe\n    // my own\n'));
  const task = taskNamed(stage, '1.2');
  const mine = readExercise(stage, 'pubsub') ?? '';
  const line = mine.slice(0, mine.indexOf('    // my own')).split('\n').length;
  expect(taskAt(mine, line, stage.tasks)).toBe(task);
  const text = shown();
  expect(text).toContain('--- steps/01-basic-pubsub/exercise/pubsub.ts\n+++ steps/01-basic-pubsub/src/pubsub.ts\n');
  expect(text).toContain(`@@ line ${line} @@ 1.2 ${task.title}\n`);
  expect(text.split('\n').filter((each) => /^[-+] /.test(each))).toEqual([
    '-    // my own',
    '- is yours, + is the finished stage. Another way to write it is as good, if pnpm test 01 is green.',
  ]);
  expect(text).toMatch(/^To do, and so not shown: 1\.1, 1\.3, 1\.4, .*\. pnpm solve 01 1\.1 writes the first of them\.$/m);
});

test('an exercise as the finished stage has it is no different, nor by line ends or an import that is left', () => {
  replaceFiles(stage, solved(stage));
  edit(stage, 'pubsub', (text) => text.replaceAll('\n', '\r\n'));
  edit(stage, 'frames', (text) => text.replace('import ', `${TODO_IMPORT}\nimport `));
  expect(shown()).toBe('What you have written is as in the finished stage, to the letter.');
});

test('a stage adds its files to those of the earlier one, and something to the files that both have', async () => {
  const stages = await loadStages();
  const text = stripVTControlCharacters(compareStages(stages.slice(1, 4)));
  expect(text).toMatch(/^04-typing adds these to what it takes from 02-persistence:\n/);
  for (const file of ['03-auth/src/token.ts', '04-typing/src/typists.ts']) expect(text).toMatch(new RegExp(`^  steps/${file} +\\S`, 'm'));
  expect(text).not.toMatch(/^ {2}\S+broker\.ts/m);
  expect(text).toMatch(/^\+\+\+ steps\/04-typing\/src\/broker\.ts\n@@ line 1 @@\n\+\/\/ The broker of stage 04/m);
  expect(text).not.toMatch(/^-/m);
});
