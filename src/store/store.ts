import { setTimeout } from 'node:timers/promises';
import { isCorrupt, StoreError } from '../errors/errors.ts';
import { isObject, isStored, type Stored } from '../history/stored.ts';

export interface StoredBytes {
  readonly bytes: Buffer;
  /** Changes with every write. */
  readonly etag: string;
}

/** Named documents with optimistic concurrency. Every method throws StoreError when the store does not work. */
export interface Store {
  /** The names of the documents in a folder, in no order. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined where nothing is stored; `unchanged` where the document still has the ETag `known`. */
  read(path: string, known?: string): Promise<StoredBytes | 'unchanged' | undefined>;
  /**
   * Replace the document that has the ETag `replaces` (undefined: there is none yet) in one step.
   *
   * @returns the new ETag; undefined, and nothing is written, when another writer came first
   */
  write(path: string, bytes: Buffer, replaces: string | undefined): Promise<string | undefined>;
  /** Remove every document below a folder, however deep. */
  removeAll(folder: string): Promise<void>;
}

/** More conflicts in a row than any number of sensible writers cause. */
const MAX_CONFLICTS = 50;

/** Run `attempt` until no other writer came between its read and its write. */
export async function retryOnConflict<T>(path: string, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const done = await attempt();
    if (done !== undefined) return done;
    await setTimeout(Math.random() * 100);
  }
  throw new StoreError(
    `${path} was changed by another writer ${MAX_CONFLICTS} times in a row; run fewer collectors at once`,
  );
}

/** @throws StoreError with `document` where it is not JSON of that schema */
export async function readJson<T>(store: Store, path: string, schema: Stored<T>): Promise<T | undefined> {
  const stored = await store.read(path);
  return stored === undefined || stored === 'unchanged' ? undefined : parseJson(path, stored, schema);
}

/**
 * A JSON document that is asked for again and again: it is sent and checked anew only after a change.
 *
 * @throws StoreError with `document` where it is not JSON of that schema
 */
export function jsonReader<T>(store: Store, path: string, schema: Stored<T>): () => Promise<T | undefined> {
  let known: { readonly etag: string; readonly document: T } | undefined;
  return async () => {
    const stored = await store.read(path, known?.etag);
    if (stored !== 'unchanged') {
      known = stored && { etag: stored.etag, document: parseJson(path, stored, schema) };
    }
    return known?.document;
  };
}

/** Read, change and write a JSON document; again from the start when another writer came between. */
export async function updateJson<T>(
  store: Store,
  path: string,
  schema: Stored<T>,
  change: (current: T | undefined) => T | Promise<T>,
): Promise<T> {
  return retryOnConflict(path, async () => {
    const stored = await store.read(path);
    const current = stored === undefined || stored === 'unchanged' ? undefined : stored;
    const changed = await change(current && parseJson(path, current, schema));
    return (await store.write(path, Buffer.from(JSON.stringify(changed)), current?.etag)) ? changed : undefined;
  });
}

/** As `updateJson`; what is corrupt begins anew, where that costs no more than to send or to tell something once more. */
export async function updateOrReplace<T extends object>(
  store: Store,
  path: string,
  schema: Stored<T>,
  change: (document: T | undefined) => T,
): Promise<T> {
  return updateJson(store, path, schema, change).catch(async (error: unknown) => {
    if (!isCorrupt(error)) throw error;
    const begun = change(undefined);
    await overwriteJson(store, path, begun);
    return begun;
  });
}

/**
 * Write a JSON document, whatever is there.
 *
 * @returns its ETag
 */
export async function overwriteJson(store: Store, path: string, document: object): Promise<string> {
  return retryOnConflict(path, async () => {
    const stored = await store.read(path);
    const etag = stored === undefined || stored === 'unchanged' ? undefined : stored.etag;
    return (await store.write(path, Buffer.from(JSON.stringify(document)), etag)) || undefined;
  });
}

function parseJson<T>(path: string, { bytes }: StoredBytes, schema: Stored<T>): T {
  const document = parse(path, bytes);
  if (isStored(schema, document)) return document;
  const isNewer = isObject(document) && typeof document.version === 'number' && document.version > VERSION;
  throw isNewer ? tooNew(path) : corrupt(path);
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw corrupt(path, error);
  }
}

/** Of every document. Fields are only ever added to it, so that what a newer release wrote is usually readable. */
const VERSION = 1;

function tooNew(path: string): StoreError {
  const advice = 'run that release again, it is not corrupt';
  return new StoreError(`${path} in the store was written by a newer release of this program; ${advice}`, {
    document: path,
  });
}

/** The error for a document that is not what this program wrote. */
export function corrupt(path: string, cause?: unknown): StoreError {
  const advice = 'restore it from a backup, or move it away to start over';
  return new StoreError(`${path} in the store is corrupt; ${advice}`, { document: path, cause });
}
