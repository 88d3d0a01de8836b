import { defineConfig } from 'vitest/config';

// A machine of a CI may stall for seconds, and nearly every test here waits for processes: there, a test may be run again.
const retry = process.env['CI'] ? 2 : 0;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'stages', include: ['steps/*/checks.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'unit',
          include: ['{shared,steps}/*/test/**/*.test.ts', 'docs/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/graders/**', '**/node_modules/**'],
          retry,
        },
      },
      // They judge the judges, with brokers that are unfinished, or right in another way.
      {
        test: {
          name: 'graders',
          include: ['shared/workshop/test/graders/**/!(wrong).test.ts'],
          maxConcurrency: 2,
          testTimeout: 300_000,
          retry,
        },
      },
      // So do these, with brokers that are wrong: most of their time is waiting for what does not come.
      { test: { name: 'wrong', include: ['shared/workshop/test/graders/wrong.test.ts'], maxConcurrency: 4, retry } },
      {
        test: {
          name: 'browser',
          include: ['{shared,steps}/*/test/**/*.browser.test.ts', 'docs/test/**/*.browser.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          retry,
        },
      },
    ],
  },
});
