// Stages' exercises as they are judged: untouched, with one region unwritten, and solved. In two test files, since it takes longer than any other.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checksOf, type Result, type Verdict } from '@workshop/checks';
import { isWithoutNats } from '@workshop/checks/nats-server';
import { afterAll, describe, expect, test } from 'vitest';
import { exercisedFiles, exerciseFolder, isStarted } from '../src/exercises/exercise.ts';
import { judgeExercise } from '../src/verdicts/judge.ts';
import { progressOf } from '../src/progress/progress.ts';
import { forget } from '../src/progress/records.ts';
import { withoutBodies } from '../src/exercises/regions.ts';
import { loadStages, type Stage, withExercise } from '../src/stages.ts';
import { judgeTasks, judgeTypes } from '../src/task-checks/judge-tasks.ts';
import type { Task } from '../src/tasks.ts';
import { createStage, finished, type Workshop } from './workshop.ts';

/** A copy of each stage. Its code is compiled only once: that is half of what a broker's start costs. */
const copies = new Map<string, { readonly workshop: Workshop; readonly stage: Stage }>();

/** A copy of a stage in whose exercise these tasks alone are unwritten. */
async function stageWithout(name: string, unwritten: (task: Task) => boolean): Promise<Stage> {
  const copy = copies.get(name) ?? (await createStage(name));
  copies.set(name, copy);
  const { stage } = copy;
  forget(stage);
  for (const file of exercisedFiles(stage)) {
    const tasks = stage.tasks.filter((task) => task.file === file && unwritten(task));
    writeFileSync(join(exerciseFolder(stage), `${file}.ts`), withoutBodies(finished(stage, file), tasks));
  }
  return stage;
}

const ids = (checks: readonly Result[], ...verdicts: Verdict[]) =>
  checks.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
const red = (checks: readonly Result[]) =>
  checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error').map(({ id, story }) => `${id}: ${story}`);

/** The checks that a stage adds to those of the stages before it. */
const ownChecks = ({ number, name }: Stage) =>
  checksOf(Number(number)).flatMap(({ check, chapter }) => (chapter === name ? [check.id] : []));

/** Where there is no NATS server, the stages that need one are left out. */
const judged = withExercise(await loadStages()).filter(({ number }) => number < '07' || !isWithoutNats());

/** The tests of the stages that are meant. */
export function describeExercises(isMeant: (stage: Stage) => boolean): void {
  afterAll(() => copies.forEach(({ workshop }) => workshop.remove()));

  describe.each(judged.filter(isMeant))('$name', ({ name, tasks }) => {
    test('untouched, everything that a task shows in is to do, and nothing is red', async () => {
      const stage = await stageWithout(name, () => true);
      expect(isStarted(stage)).toBe(false);
      const { checks } = await judgeExercise(stage);
      expect(red(checks)).toEqual([]);
      expect(ids(checks, 'todo')).toEqual(expect.arrayContaining(tasks.flatMap((task) => task.checks)));
      expect(progressOf(stage).tasks.map(({ state }) => state)).toEqual(tasks.map(() => 'unwritten'));
    });

    test.each(tasks)('with $number alone unwritten, a check that it names is to do, and nothing is red', async (task) => {
      const stage = await stageWithout(name, ({ number }) => number === task.number);
      const { checks } = await judgeExercise(stage, { only: ownChecks(stage) });
      expect(red(checks)).toEqual([]);
      expect(ids(checks, 'todo').some((id) => task.checks.includes(id))).toBe(true);
    });

    test('solved, everything is green', async () => {
      const stage = await stageWithout(name, () => false);
      expect(isStarted(stage)).toBe(true);
      const { checks } = await judgeExercise(stage, { only: tasks.flatMap((task) => task.checks) }); // `pnpm test` grades this code whole
      expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
      expect(await judgeTasks(stage)).toMatchObject({ broken: undefined });
      expect(progressOf(stage).tasks.map(({ number, state, message }) => `${number} ${state} ${message}`)).toEqual(
        tasks.map(({ number }) => `${number} right `),
      );
      expect(await judgeTypes(stage)).toEqual([]);
    });

    test.each(tasks)('with $number alone written, it is right, or waits for another task', async (task) => {
      const stage = await stageWithout(name, ({ number }) => number !== task.number);
      await judgeTasks(stage);
      const { state, waitsFor, message } = progressOf(stage).tasks.find(({ number }) => number === task.number) ?? {};
      expect({ state, message }).toEqual({ state: waitsFor === undefined ? 'right' : 'waiting', message: '' });
    });

    test('an editor finds no error in its starter', async () => {
      const stage = await stageWithout(name, () => true);
      const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
      const { bin } = JSON.parse(readFileSync(typescript, 'utf8')) as { bin: { tsc: string } };
      const { stdout } = spawnSync(process.execPath, [join(dirname(typescript), bin.tsc), '-p', exerciseFolder(stage)], {
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
    });
  });
}
