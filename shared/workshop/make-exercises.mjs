// `prepare`, which every install runs: makes the exercises that are not there yet.
// Plain JavaScript: an install may be run by a Node that cannot read the workshop's TypeScript. The first command then makes them.

import { versions } from 'node:process';

if (Number.parseInt(versions.node) >= 24) {
  const [{ makeExercises }, { makeWireExercise }, { loadStages }] = await Promise.all([
    import('./src/exercises/exercise.ts'),
    import('./src/exercises/wire-exercise.ts'),
    import('./src/stages.ts'),
  ]);
  makeExercises(await loadStages());
  makeWireExercise();
}
