import { readFile } from 'node:fs/promises';
import { ConfigError, DeclarationError } from '../errors/errors.ts';
import { fileAdvice } from '../errors/system-error.ts';
import { isObject } from '../history/stored.ts';
import type { Declaration } from '../settings/fleet-settings.ts';
import { retryOnConflict, type Store } from '../store/store.ts';
import { unknownFieldsOf } from './declared-tenant.ts';
import { type CheckSettings, type Declared, NOTHING_DECLARED, readDeclared } from './read-declared.ts';

/** Where tenants are declared in the store: no tenant's key begins with `_`. */
const PATH = '_tenants/declared.json';

/** In milliseconds. */
const RECENT_MS = 5_000;

type Entry = Readonly<Record<string, unknown>>;

/** Who is declared. */
export interface DeclaredStore {
  /** The document, for messages. */
  readonly where: string;
  /**
   * A document that is none leaves the last good one in force, which then has the problem.
   *
   * @throws DeclarationError where there is no good one yet
   */
  readonly load: () => Promise<Declared>;
  /** As this process knew it within the last five seconds: scrapes of many tenants come many a second. */
  readonly recent: () => Promise<Declared>;
  /**
   * Change one entry: what `change` returns takes its place. Fields that this release does not know are kept.
   *
   * @param change is given undefined where there is no such entry yet
   * @throws ConfigError where tenants are declared in a file, which belongs to somebody else
   */
  readonly edit: (key: string, change: (entry: Entry | undefined) => Entry | undefined) => Promise<void>;
  /**
   * Declare these tenants, all at once; their fields that this release does not know are kept.
   *
   * @throws ConfigError where somebody has declared one of the keys for another directory meanwhile
   */
  readonly declare: (entries: ReadonlyMap<string, Entry>) => Promise<void>;
}

export function createDeclaredStore(declaration: Declaration, store: Store, check: CheckSettings): DeclaredStore {
  const source = declaration.kind === 'store' ? inStore(store, check) : inFile(declaration.path, check);
  let good: Declared | undefined;
  let freshUntil = 0;
  const load = async () => {
    try {
      good = await source.load();
      freshUntil = performance.now() + RECENT_MS;
      return good;
    } catch (error) {
      if (!(error instanceof DeclarationError) || good === undefined) throw error;
      return { ...good, problem: error.message };
    }
  };
  return {
    ...source,
    load,
    recent: async () => (good !== undefined && performance.now() < freshUntil ? good : load()),
    edit: async (key, change) => {
      await source.edit(key, change);
      freshUntil = 0;
    },
  };
}

/** Reads the document anew only after a change: until then everybody declared is the same object. */
type Source = Omit<DeclaredStore, 'recent'>;

function inStore(store: Store, check: CheckSettings): Source {
  const where = `${PATH} in the store`;
  let known: { readonly etag: string; readonly declared: Declared } | undefined;
  const editAll = async (changes: ReadonlyMap<string, Change>): Promise<void> => {
    await retryOnConflict(PATH, async () => {
      const stored = await store.read(PATH);
      const current = stored === undefined || stored === 'unchanged' ? undefined : stored;
      const text = current?.bytes.toString() ?? '{"version":1,"tenants":{}}';
      readDeclared(text, where, check);
      const bytes = Buffer.from(`${JSON.stringify(edited(text, changes), undefined, 2)}\n`);
      return store.write(PATH, bytes, current?.etag);
    });
  };
  return {
    where,
    load: async () => {
      const before = known;
      const stored = await store.read(PATH, before?.etag);
      if (stored === undefined) return NOTHING_DECLARED;
      if (stored === 'unchanged') return before?.declared ?? NOTHING_DECLARED;
      known = { etag: stored.etag, declared: readDeclared(stored.bytes.toString(), where, check) };
      return known.declared;
    },
    edit: (key, change) => editAll(new Map([[key, change]])),
    declare: (entries) => editAll(new Map([...entries].map(([key, entry]) => [key, declaredBy(key, entry)]))),
  };
}

type Change = Parameters<DeclaredStore['edit']>[1];

function edited(text: string, changes: ReadonlyMap<string, Change>): object {
  const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  const fields = isObject(document) ? document : {};
  const tenants = new Map(Object.entries(isObject(fields.tenants) ? fields.tenants : {}));
  for (const [key, change] of changes) {
    const entry = tenants.get(key);
    const changed = change(isObject(entry) ? entry : undefined);
    if (changed === undefined) tenants.delete(key);
    else tenants.set(key, changed);
  }
  return { ...fields, version: 1, tenants: Object.fromEntries(tenants) };
}

function declaredBy(key: string, entry: Entry): Change {
  return (before = {}) => {
    if (before.id === undefined || String(before.id).toLowerCase() === entry.id)
      return { ...unknownFieldsOf(before), ...entry };
    const sentence = `somebody has declared ${key} for another directory just now; use another key`;
    throw new ConfigError([{ setting: 'TENANTS', sentence }], 'Nothing was changed');
  };
}

function inFile(path: string, check: CheckSettings): Source {
  const where = `${path} (TENANTS)`;
  const refuse = async (): Promise<never> => {
    const sentence = `TENANTS is a file, which this program does not change; edit ${path}`;
    throw new ConfigError([{ setting: 'TENANTS', sentence }], 'Nothing was changed');
  };
  let known: { readonly text: string; readonly declared: Declared } | undefined;
  return {
    where,
    load: async () => {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        throw new DeclarationError(`${where} cannot be read: ${fileAdvice(error)}`, { cause: error });
      });
      if (known?.text !== text) known = { text, declared: readDeclared(text, where, check) };
      return known.declared;
    },
    edit: refuse,
    declare: refuse,
  };
}
