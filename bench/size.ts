import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { plainRow, type Row, toRow } from './row.ts';

/** What is published. */
export async function size(): Promise<readonly Row[]> {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    await readFile('package.json', 'utf8'),
  );
  const kibibytes = (bytes: number) => bytes / 1024;
  const zipped = kibibytes((await stat('dist/package.zip')).size);
  return [
    toRow({
      figure: 'the package, zipped',
      ours: zipped,
      peer: kibibytes(await bytesIn('dist/package')),
      than: 'unpacked',
      unit: 'KiB',
      isMain: true,
    }),
    plainRow('dependencies', Object.keys(dependencies).length, ''),
  ];
}

export async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
