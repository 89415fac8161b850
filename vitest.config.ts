import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // For what never ends: how fast a machine is decides nothing.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    globalSetup: 'test/support/build.ts',
    // Most tests wait for processes of their own.
    maxWorkers: 4,
  },
});
