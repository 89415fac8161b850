import { WrongDirectoryError } from '../errors/errors.ts';
import { NUMBER, stored, TEXT } from '../history/stored.ts';
import { readJson, retryOnConflict, type Store } from '../store/store.ts';
import { once } from '../system/once.ts';

/** Whose the folder of a tenant is. */
export const TENANT_DOCUMENT = stored({ version: NUMBER, id: TEXT });

/**
 * The part of the store that is one tenant's, and nothing but that. What is there belongs to the tenant's directory:
 * `tenant.json` says so, and is there before anything else is written.
 */
export function createBoundStore(store: Store, { key, id }: { readonly key: string; readonly id: string }): Store {
  const path = `${key}/tenant.json`;
  const check = async (): Promise<boolean> => {
    const document = await readJson(store, path, TENANT_DOCUMENT);
    if (document === undefined || document.id === id) return document !== undefined;
    const advice = 'nothing was stored; correct the id, or declare the tenant with another key';
    throw new WrongDirectoryError(
      `${path} in the store is of the directory ${document.id}, and the tenant is declared with ${id}: ${advice}`,
    );
  };
  const sign = async (): Promise<true> =>
    retryOnConflict(path, async () => {
      if (await check()) return true;
      const written = await store.write(path, Buffer.from(JSON.stringify({ version: 1, id })), undefined);
      return written === undefined ? undefined : true;
    });
  const readable = once(check);
  const writable = once(sign);
  const own = (name: string): string => {
    if (name !== key && !name.startsWith(`${key}/`)) throw new Error(`${name} is not of the tenant ${key}`);
    return name;
  };
  return {
    list: async (folder) => {
      await readable();
      return store.list(own(folder));
    },
    read: async (name, known) => {
      await readable();
      return store.read(own(name), known);
    },
    write: async (name, bytes, replaces) => {
      await writable();
      return store.write(own(name), bytes, replaces);
    },
    removeAll: async (folder) => {
      await readable();
      await store.removeAll(own(folder));
    },
  };
}
