import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { folderError } from '../system-error.ts';
import type { Store } from './store.ts';

/** A temporary file this old belongs to a writer that was killed. */
const ABANDONED_AFTER_MS = 600_000;

/**
 * Documents as files below a folder. Generation 12 of `a/b.json` is the file `a/b.json.v12`; the highest one counts.
 *
 * A generation is published by a hard link, which fails when the name is taken: the one operation of a file system
 * that is atomic, exclusive, and leaves no lock behind when its process is killed.
 */
export function openFileStore(folder: string): Store {
  return {
    list: (path) => guard(folder, () => list(join(folder, path))),
    read: (path, known) => guard(folder, () => read(join(folder, path), known)),
    write: (path, bytes, replaces) => guard(folder, () => write(join(folder, path), bytes, replaces)),
  };
}

async function list(folder: string): Promise<readonly string[]> {
  const names = (await unlessGone(readdir(folder))) ?? [];
  return [...new Set(names.flatMap((name) => /^(.+)\.v[1-9]\d*$/.exec(name)?.[1] ?? []))];
}

async function read(file: string, known: string | undefined): ReturnType<Store['read']> {
  if (known !== undefined && isStillNewest(file, known)) return 'unchanged';
  for (;;) {
    const current = await newestGeneration(file);
    if (current === undefined) return undefined;
    const bytes = await unlessGone(readFile(generationName(file, current.number)));
    if (bytes !== undefined) return { bytes, etag: current.etag };
  }
}

/** A generation is removed before those that follow it: where it is there and the next one is not, no later one is. */
function isStillNewest(file: string, known: string): boolean {
  const number = numberOf(known);
  return etagOf(file, number) === known && etagOf(file, number + 1) === undefined;
}

async function write(file: string, bytes: Buffer, replaces: string | undefined): Promise<boolean> {
  const old = replaces === undefined ? 0 : numberOf(replaces);
  if (replaces !== undefined && etagOf(file, old) !== replaces) return false;

  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeDurably(temporary, bytes);
    const published = await link(temporary, generationName(file, old + 1)).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
    );
    return published && (await isNewest(file, old + 1));
  } finally {
    await unlessGone(unlink(temporary));
  }
}

/**
 * A writer that slept may publish a number that has been used and removed since. It then finds a higher one, takes its
 * own back and has lost. Older generations are no longer needed in either case, and go first: `isStillNewest` relies on
 * there being no gap above one that is there.
 */
async function isNewest(file: string, number: number): Promise<boolean> {
  const names = await namesBeside(file);
  const generations = generationNumbers(file, names).toSorted((a, b) => a - b);
  const hasLost = generations.some((other) => other > number);
  for (const other of generations.filter((other) => other < number || (hasLost && other === number))) {
    await unlessGone(unlink(generationName(file, other)));
  }
  if (!hasLost) await removeAbandoned(file, names);
  return !hasLost;
}

async function writeDurably(name: string, bytes: Buffer): Promise<void> {
  const handle = (await unlessGone(open(name, 'wx'))) ?? (await openInNewFolder(name));
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openInNewFolder(name: string): Promise<FileHandle> {
  await mkdir(dirname(name), { recursive: true });
  return open(name, 'wx');
}

interface Generation {
  readonly number: number;
  readonly etag: string;
}

async function newestGeneration(file: string): Promise<Generation | undefined> {
  for (;;) {
    const numbers = generationNumbers(file, await namesBeside(file));
    if (numbers.length === 0) return undefined;
    const number = Math.max(...numbers);
    const etag = etagOf(file, number);
    if (etag !== undefined) return { number, etag };
  }
}

/**
 * Undefined where there is no such generation. With time and inode, since a number may be used again: by a writer that
 * slept, and in a folder that was emptied. A scrape looks twice: the file system answers within microseconds, and handing
 * a question over to the thread pool takes fifty.
 */
function etagOf(file: string, number: number): string | undefined {
  const status = statSync(generationName(file, number), { throwIfNoEntry: false });
  return status && `${number}-${status.mtimeMs}-${status.ino}`;
}

function numberOf(etag: string): number {
  return Number.parseInt(etag, 10);
}

async function namesBeside(file: string): Promise<readonly string[]> {
  return (await unlessGone(readdir(dirname(file)))) ?? [];
}

function generationNumbers(file: string, names: readonly string[]): readonly number[] {
  const prefix = `${basename(file)}.v`;
  return names.flatMap((name) => {
    const number = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^[1-9]\d{0,14}$/.test(number) ? [Number(number)] : [];
  });
}

function generationName(file: string, number: number): string {
  return `${file}.v${number}`;
}

async function removeAbandoned(file: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.tmp'))) {
    const temporary = join(dirname(file), name);
    const status = await unlessGone(stat(temporary));
    if (status && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS) await unlessGone(unlink(temporary));
  }
}

/** Undefined where another writer has removed the file in the meantime. */
async function unlessGone<T>(operation: Promise<T>): Promise<T | undefined> {
  return operation.catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? undefined : Promise.reject(error),
  );
}

async function guard<T>(folder: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw folderError(`${folder} (HISTORY_STORE)`, error);
  }
}
