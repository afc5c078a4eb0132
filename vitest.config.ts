import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The dashboard's tests run React as it is shipped, see test/support/setup.ts.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most of the time is waiting for real programs: three at a time keep two cores busy.
    maxWorkers: 3,
  },
});
