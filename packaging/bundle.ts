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
    // Identifiers stay as they are written, so that a stack can be read. `minify` with `keepNames` would give each function
    // its name again whenever it is made, which takes 11 kB for each of many tenants.
    minifyWhitespace: true,
    minifySyntax: true,
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
