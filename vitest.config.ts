import { defineConfig } from 'vitest/config';

/** One runner for everything under test/. Two workers: the smallest machine we promise to be quick on has two cores. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    env: { TZ: 'UTC' },
  },
});
