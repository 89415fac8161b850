import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/windows/*.windows.ts'],
    testTimeout: 600_000,
    globalSetup: 'test/support/build.ts',
  },
});
