import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * One package for both hosts, split so that each entry point loads only what it needs when it needs it.
 * `@azure/functions-core` is provided by the Functions worker.
 */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { functions: 'src/functions/index.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'linked',
  external: ['@azure/functions-core'],
  // Dependencies in CommonJS call require().
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
