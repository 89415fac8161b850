import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { folderError } from '../errors/system-error.ts';
import { isInUse, retryWhileInUse } from './file-in-use.ts';
import { makeFolder } from './make-folder.ts';
import type { Store } from './store.ts';

/** A temporary file this old belongs to a writer that was killed. */
const ABANDONED_AFTER_MS = 600_000;

/** What the store uses of a file system. */
export const FILE_SYSTEM = { link, mkdir, open, readdir, readFile, rm, stat, statSync, unlink };
export type FileSystem = typeof FILE_SYSTEM;

/**
 * Documents as files below a folder. Generation 12 of `a/b.json` is the file `a/b.json.v12`; the highest one counts.
 *
 * A generation is published by a hard link, which fails when the name is taken: the one operation of a file system
 * that is atomic, exclusive, and leaves no lock behind when its process is killed.
 */
export function createFolderStore(folder: string, fs: FileSystem = FILE_SYSTEM): Store {
  return {
    list: (path) => guard(folder, () => list(fs, join(folder, path))),
    read: (path, known) => guard(folder, () => read(fs, join(folder, path), known)),
    write: (path, bytes, replaces) => guard(folder, () => write(fs, join(folder, path), bytes, replaces)),
    removeAll: (path) =>
      guard(folder, () => retryWhileInUse(() => fs.rm(join(folder, path), { recursive: true, force: true }))),
  };
}

async function list(fs: FileSystem, folder: string): Promise<readonly string[]> {
  const names = await namesIn(fs, folder);
  return [...new Set(names.flatMap((name) => /^(.+)\.v[1-9]\d*$/.exec(name)?.[1] ?? []))];
}

async function read(fs: FileSystem, file: string, known: string | undefined): ReturnType<Store['read']> {
  if (known !== undefined && isStillNewest(fs, file, known)) return 'unchanged';
  for (;;) {
    const current = await newestGeneration(fs, file);
    if (current === undefined) return undefined;
    const bytes = await unlessGone(retryWhileInUse(() => fs.readFile(generationName(file, current.number))));
    if (bytes !== undefined) return { bytes, etag: current.etag };
  }
}

/**
 * A generation is removed before those that follow it: where it is there and the next one is not, no later one is.
 * Windows refuses a look at a file that is being removed while somebody has it open; the folder tells then.
 */
function isStillNewest(fs: FileSystem, file: string, known: string): boolean {
  const number = numberOf(known);
  try {
    return etagOf(fs, file, number) === known && etagOf(fs, file, number + 1) === undefined;
  } catch (error) {
    if (isInUse(error)) return false;
    throw error;
  }
}

async function write(
  fs: FileSystem,
  file: string,
  bytes: Buffer,
  replaces: string | undefined,
): Promise<string | undefined> {
  const old = replaces === undefined ? 0 : numberOf(replaces);
  if (replaces !== undefined && (await retryWhileInUse(async () => etagOf(fs, file, old))) !== replaces)
    return undefined;

  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeDurably(fs, temporary, bytes);
    const published = await retryWhileInUse(() => fs.link(temporary, generationName(file, old + 1))).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
    );
    if (!published) return undefined;
    const etag = await retryWhileInUse(async () => etagOf(fs, file, old + 1));
    return (await isNewest(fs, file, old + 1)) ? etag : undefined;
  } finally {
    await isRemoved(fs, temporary);
  }
}

/**
 * A writer that slept may publish a number that has been used and removed since. It then finds a higher one, takes its
 * own back and has lost. Older generations are no longer needed in either case, and go first: `isStillNewest` relies on
 * there being no gap above one that is there. So the first one that cannot be removed keeps those that follow it, until
 * a later write removes them all.
 */
async function isNewest(fs: FileSystem, file: string, number: number): Promise<boolean> {
  const names = await namesIn(fs, dirname(file));
  const generations = generationNumbers(file, names).toSorted((a, b) => a - b);
  const hasLost = generations.some((other) => other > number);
  for (const other of generations.filter((other) => other < number || (hasLost && other === number))) {
    if (!(await isRemoved(fs, generationName(file, other)))) break;
  }
  if (!hasLost) await removeAbandoned(fs, file, names);
  return !hasLost;
}

/** Whether a file that is no longer needed is gone. What another program has open stays on Windows, and harms nobody. */
async function isRemoved(fs: FileSystem, name: string): Promise<boolean> {
  return fs.unlink(name).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

async function writeDurably(fs: FileSystem, name: string, bytes: Buffer): Promise<void> {
  const handle = (await unlessGone(fs.open(name, 'wx'))) ?? (await openInNewFolder(fs, name));
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openInNewFolder(fs: FileSystem, name: string): Promise<FileHandle> {
  await makeFolder(dirname(name), fs.mkdir);
  return fs.open(name, 'wx');
}

interface Generation {
  readonly number: number;
  readonly etag: string;
}

async function newestGeneration(fs: FileSystem, file: string): Promise<Generation | undefined> {
  for (;;) {
    const numbers = generationNumbers(file, await namesIn(fs, dirname(file)));
    if (numbers.length === 0) return undefined;
    const number = Math.max(...numbers);
    const etag = await retryWhileInUse(async () => etagOf(fs, file, number));
    if (etag !== undefined) return { number, etag };
  }
}

/**
 * Undefined where there is no such generation. With time and inode, since a number may be used again: by a writer that
 * slept, and in a folder that was emptied. A scrape looks twice: the file system responds within microseconds, and handing
 * a question over to the thread pool takes fifty.
 */
function etagOf(fs: FileSystem, file: string, number: number): string | undefined {
  const status = fs.statSync(generationName(file, number), { throwIfNoEntry: false });
  return status && `${number}-${status.mtimeMs}-${status.ino}`;
}

function numberOf(etag: string): number {
  return Number.parseInt(etag, 10);
}

/** None where there is no such folder yet. @throws where there is not even the drive or the share that it is on */
async function namesIn(fs: FileSystem, folder: string): Promise<readonly string[]> {
  const names = await unlessGone(retryWhileInUse(() => fs.readdir(folder)));
  if (names === undefined) await fs.stat(parse(resolve(folder)).root);
  return names ?? [];
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

async function removeAbandoned(fs: FileSystem, file: string, names: readonly string[]): Promise<void> {
  for (const name of names.filter((name) => name.startsWith(`${basename(file)}.`) && name.endsWith('.tmp'))) {
    const temporary = join(dirname(file), name);
    const status = await fs.stat(temporary).catch(() => undefined);
    if (status && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS) await isRemoved(fs, temporary);
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
    throw folderError(`${resolve(folder)} (HISTORY_STORE)`, error);
  }
}
