import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path/posix';

/** The text of every page of the documentation, by its path. */
export const pages: ReadonlyMap<string, string> = new Map(
  await Promise.all((await allPages()).map(async (path) => [path, await readFile(path, 'utf8')] as const)),
);

async function allPages(): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['.', 'docs', 'infra', 'bench'].map(async (folder) =>
      (await readdir(folder, { recursive: folder !== '.' })).map((name) => join(folder, name)),
    ),
  );
  return folders.flat().filter((path) => path.endsWith('.md') && !path.includes('node_modules'));
}
