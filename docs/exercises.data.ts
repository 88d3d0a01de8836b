// The exercises as a page has them, by the stage's number: their tasks with the hints, each file's starter, and the finished one.

import { readFileSync } from 'node:fs';
import { pageTable } from '@workshop/checks/page';
import { exercisedFiles, starterOf } from '@workshop/cli/exercise';
import { finishedFile, loadStages, type Stage, withExercise } from '@workshop/cli/stages';
import type { StageExercise } from '@workshop/page/exercise';

declare const data: Readonly<Record<string, StageExercise>>;
export { data };

function exerciseOf(stage: Stage): StageExercise {
  const files = exercisedFiles(stage).map((file) => {
    const finished = readFileSync(finishedFile(stage, file), 'utf8');
    return [file, { starter: starterOf(stage, file), finished }];
  });
  const suite = pageTable().find((row) => row.stage === stage.name);
  const checks = suite?.inPage.map(({ id }) => id) ?? [];
  return { name: stage.name, tasks: stage.tasks, files: Object.fromEntries(files), checks };
}

export default {
  watch: ['../steps/*/{tasks.ts,src/**/*.ts}'],
  async load(): Promise<Readonly<Record<string, StageExercise>>> {
    return Object.fromEntries(withExercise(await loadStages()).map((stage) => [stage.number, exerciseOf(stage)]));
  },
};
