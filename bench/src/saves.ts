// A process of `pnpm bench feedback`: saves an exercise several times while a checkout's watcher runs, and prints for each save how many ms
// passed until the first verdict on what it touched.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [root = '', name = '', word] = process.argv.slice(2);
const kind = word === 'wrong' || word === 'loop' ? word : 'right';
const ROUNDS = kind === 'loop' ? 1 : 6;

interface Stage {
  readonly name: string;
  readonly folder: string;
  readonly tasks: readonly { readonly file: string }[];
}

interface Workshop {
  readonly stages: readonly Stage[];
  remove(): void;
}

/** The modules of the checkout, which may be older than this one. */
const { createWorkshop, finished } = (await import(`${root}/shared/workshop/test/workshop.ts`)) as {
  createWorkshop(names: readonly string[]): Promise<Workshop>;
  finished(stage: Stage, file: string): string;
};
const sources = `${root}/shared/workshop/src`;
const { watchExercises } = (await import(`${sources}/watch/watch.ts`).catch(() => import(`${sources}/watch.ts`))) as {
  watchExercises(stages: readonly Stage[], watcher: object): (() => void) | { stop(): void };
};

const workshop = await createWorkshop([name]);
const [stage] = workshop.stages;
if (!stage) throw new Error(`${root} has no stage ${name}`);
const paths = new Map(stage.tasks.map(({ file }) => [join(stage.folder, 'exercise', `${file}.ts`), file]));
for (const [path, file] of paths) writeFileSync(path, finished(stage, file));

let told = Promise.withResolvers<void>();
let rested = Promise.withResolvers<void>();
const watch = watchExercises(workshop.stages, {
  saved() {},
  /** The first verdict, if tasks have checks of their own. If they have none, it is the first round with a broker. */
  tasks: () => told.resolve(),
  typed() {},
  turned: (_stage: Stage, { verdict }: { readonly verdict: string }) =>
    kind === 'loop' && verdict === 'fail' ? told.resolve() : undefined,
  judged(_stage: Stage, whole: boolean) {
    told.resolve();
    if (whole) rested.resolve();
  },
  broke: (_stage: Stage, error: unknown) => console.error(error),
});
await rested.promise;

const [[path = ''] = []] = [...paths].toReversed();
for (let round = 0; round < ROUNDS; round += 1) {
  told = Promise.withResolvers();
  rested = Promise.withResolvers();
  const text = readFileSync(path, 'utf8');
  const began = performance.now();
  const lines = { right: `// save ${round}`, wrong: `throw new Error('mistake ${round}');`, loop: 'for (;;);' };
  writeFileSync(path, text.replace(/(\/\/ #region \S+\n)/, `$1${lines[kind]}\n`)); // inside a region, so that the save touches a task
  await told.promise;
  console.log(Math.round(performance.now() - began));
}
if (typeof watch === 'function') watch();
else watch.stop();
workshop.remove();
process.exit();
