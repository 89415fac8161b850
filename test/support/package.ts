import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { BASE, type Ended, ended, temporaryFolder } from './run.ts';

export interface Package {
  readonly zip: Buffer;
  /** By path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What the script printed. */
  readonly listing: string;
}

/** What `npm run package` makes of the sources as they are now. */
export async function makePackage(environment: Readonly<Record<string, string>> = {}): Promise<Package> {
  const script = ['packaging/package.ts'];
  const listing = execFileSync(process.execPath, script, { encoding: 'utf8', env: { ...process.env, ...environment } });
  const zip = await readFile('dist/package.zip');
  const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, Buffer.from(bytes)] as const);
  return { zip, files: new Map(files), listing };
}

/** A folder that is removed with the test, with these files and no other. */
export async function unpack({ files }: Package): Promise<string> {
  const folder = await realpath(await temporaryFolder());
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** A file of a folder and all files that it imports, at once or later, directly or not. Fails when one is missing. */
export async function importsOf(absWorkingDir: string, file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir,
    entryPoints: [file],
    bundle: true,
    write: false,
    outdir: 'out',
    platform: 'node',
    format: 'esm',
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/** A process of its own that loads each file. */
export function importEach(folder: string, files: readonly string[]): Promise<Ended> {
  const script = `for (const file of ${JSON.stringify(files)}) await import('./' + file)`;
  return ended(
    spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: { ...BASE, PATH: undefined },
    }),
  );
}

/** Where Node.js would look for packages that an app in this folder does not bring. */
export function modulesAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  const here = existsSync(join(folder, 'node_modules')) ? [join(folder, 'node_modules')] : [];
  return above === folder ? here : [...here, ...modulesAbove(above)];
}
