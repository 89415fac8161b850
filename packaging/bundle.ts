import { build, type Metafile } from 'esbuild';

/**
 * Entry points by the name of their file, split so that each loads only what it needs when it needs it.
 * `@azure/functions-core` is provided by the Functions worker.
 */
export async function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    keepNames: true,
    legalComments: 'eof',
    external: ['@azure/functions-core'],
    // Dependencies in CommonJS call require().
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
