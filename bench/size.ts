import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plainRow, type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf, runNode } from './side-by-side.ts';

/** What is published, and what each dependency costs whoever imports it whole. */
export async function size({ times }: Length): Promise<readonly Row[]> {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile('package.json', 'utf8'),
  );
  const names = Object.keys(dependencies);
  const kibibytes = (bytes: number) => bytes / 1024;
  const zipped = kibibytes((await stat('dist/package.zip')).size);
  return [
    toRow({
      figure: 'the package, zipped',
      ours: zipped,
      peer: kibibytes(await bytesIn('dist/package')),
      than: 'unpacked',
      unit: 'KiB',
    }),
    plainRow('dependencies', names.length, ''),
    ...(await importCosts(names, times(7, 2))),
  ];
}

export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function importCosts(names: readonly string[], repetitions: number): Promise<readonly Row[]> {
  const load = (code: string) => () => millisecondsOf(() => runNode(['--input-type=module', '--eval', code]));
  const imports = names.map((name) => [name, load(`import ${JSON.stringify(name)}`)] as const);
  const measured: Readonly<Record<string, () => Promise<number>>> = { ...Object.fromEntries(imports), '': load('') };
  const median = await medians(repetitions, measured);
  const costs = names.map((name) => [name, Math.max(0, median(name) - median(''))] as const);
  return costs
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, cost]) => plainRow(`import of ${name}, over an empty Node.js`, cost, 'ms'));
}
