import { defineConfig } from 'vitest/config';

/** Whole gradings, of brokers that are unfinished, or right, or right in another way, and the commands of the text, which grade too. */
const graders = [
  'shared/checks/test/{brokers,libraries,side-by-side}.test.ts',
  'shared/workshop/test/end-to-end/*.test.ts',
  'docs/test/{commands,wire}.test.ts',
];
/** Of brokers that are wrong: most of the time is waiting for what does not come. */
const wrong = ['shared/checks/test/wrong.test.ts'];

export default defineConfig({
  test: {
    // One for each core, and not one less: most of a test's time goes to the processes that it starts.
    maxWorkers: '100%',
    projects: [
      // One stage after the other: a grading keeps two cores busy by itself, and two at once only make each other's answers late.
      { test: { name: 'stages', include: ['steps/*/checks.test.ts'], testTimeout: 30_000, fileParallelism: false } },
      {
        test: {
          name: 'unit',
          include: ['{shared,steps,bonus}/*/test/**/*.test.ts', '{bench,docs}/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**', ...graders, ...wrong],
          testTimeout: 30_000, // some start processes, and another file's do so beside them
        },
      },
      {
        test: {
          name: 'graders',
          // In each file one after the other: a grading starts eight brokers at once, and beside three more, one took 10 s to start.
          include: graders,
          testTimeout: 300_000,
        },
      },
      { test: { name: 'wrong', include: wrong, maxConcurrency: 8 } },
      {
        test: {
          name: 'browser',
          include: ['{shared,steps}/*/test/**/*.browser.test.ts', 'docs/test/**/*.browser.test.ts'],
          maxConcurrency: 2,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
