import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'stages', include: ['steps/*/checks.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'unit',
          include: ['{shared,steps}/*/test/**/*.test.ts', 'docs/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['{shared,steps}/*/test/**/*.browser.test.ts', 'docs/test/**/*.browser.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
