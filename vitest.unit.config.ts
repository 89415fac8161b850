import { defineConfig } from 'vitest/config';

/** What is pure: without a build, a server or a process. */
export default defineConfig({
  test: {
    include: [
      'test/{catalogue,history,metrics,report}/**/*.test.ts',
      'test/{config,select-reports}.test.ts',
      'test/graph/{clouds,graph-error,hosts,retry,token-claims}.test.ts',
    ],
    isolate: false,
    // For what never ends.
    testTimeout: 900_000,
  },
});
