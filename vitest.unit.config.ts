import { defineConfig } from 'vitest/config';

/** What is pure: without a build, a server or a process. */
export default defineConfig({
  test: {
    include: [
      'test/{catalogue,history,metrics,report,settings,system}/**/*.test.ts',
      'test/azure/{clouds,entra-codes}.test.ts',
      'test/graph/{graph-error,retry,token-claims}.test.ts',
      'test/tenants/{declared,planner,tenant-key}.test.ts',
      'test/architecture.test.ts',
    ],
    exclude: ['test/settings/node-version.test.ts'],
    isolate: false,
    // For what never ends.
    testTimeout: 900_000,
  },
});
