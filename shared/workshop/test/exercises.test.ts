// Every stage's exercise as it is made: what can be said of it without running a broker.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf } from '@workshop/checks';
import { describe, expect, test } from 'vitest';
import { exercisedFiles, starterOf } from '../src/exercises/exercise.ts';
import { bodyOf, regionsOf, TODO_IMPORT } from '../src/exercises/regions.ts';
import { loadStages, type Stage, withExercise } from '../src/stages.ts';
import { finished } from './workshop.ts';

describe.each(withExercise(await loadStages()))('$name', (stage) => {
  // A region without a task is a snippet of the chapter's.
  test('every task has a region of its own', () => {
    const regions = exercisedFiles(stage).flatMap((file) => regionsOf(finished(stage, file)).map((region) => `${file}#${region.name}`));
    const tasks = stage.tasks.map(({ file, region }) => `${file}#${region}`);
    expect(tasks.filter((task) => !regions.includes(task))).toEqual([]);
    expect(new Set(tasks).size).toBe(tasks.length);
  });

  test('its exercised files are those that the export condition switches', () => {
    expect(switchedFiles(stage)).toEqual(exercisedFiles(stage).toSorted());
  });

  test('its tasks are numbered through', () => {
    expect(stage.tasks.map(({ number }) => number)).toEqual(stage.tasks.map((_task, index) => `${Number(stage.number)}.${index + 1}`));
  });

  test('its tasks name checks that there are', () => {
    const ids = checksOf(Number(stage.number)).map(({ check }) => check.id);
    expect(stage.tasks.flatMap(({ checks }) => checks).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test.each(exercisedFiles(stage))('%s.ts: the regions put back give the finished file, byte for byte, but for the import', (file) => {
    const source = finished(stage, file);
    const starter = starterOf(stage, file);
    expect(starter.split('\n').filter((line) => line === TODO_IMPORT)).toHaveLength(1);
    expect(putBack(stage, starter.replace(`${TODO_IMPORT}\n`, ''), source)).toBe(source);
  });

  test.each(exercisedFiles(stage))('%s.ts imports its siblings by name, so that it runs from either folder', (file) => {
    expect(finished(stage, file)).not.toMatch(/from '\.\.?\//);
  });
});

function putBack({ tasks }: Stage, starter: string, source: string): string {
  const marker = (name: string) => `// #region ${name}\n`;
  const written = regionsOf(source).filter(({ name }) => tasks.some(({ region }) => region === name));
  return written.reduce((text, { name }) => {
    const todo = bodyOf(text, name) ?? '';
    expect(todo).toMatch(/^ *todo\('[^\n]*'\);\n$/);
    return text.replace(marker(name) + todo, () => marker(name) + bodyOf(source, name));
  }, starter);
}

/** The files that `package.json` takes from exercise/ under the stage's condition. */
function switchedFiles({ folder, number }: Stage): string[] {
  const { imports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    imports: Record<string, string | Record<string, string>>;
  };
  return Object.entries(imports)
    .flatMap(([name, target]) => {
      if (typeof target === 'string') return [];
      expect(target).toEqual({
        [`exercise-${number}`]: `./exercise/${name.slice(1)}.ts`,
        default: expect.stringMatching(/^\.\/src\/.*\.ts$/),
      });
      return [name.slice(1)];
    })
    .toSorted();
}
