import type { Store } from '../../src/store/store.ts';

/** A store that lasts as long as the test. */
export function createMemoryStore(): Store {
  const documents = new Map<string, { readonly bytes: Buffer; readonly etag: string }>();
  let writes = 0;
  return {
    list: async (folder) =>
      [...documents.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    read: async (path, known) => {
      const stored = documents.get(path);
      return stored !== undefined && stored.etag === known ? 'unchanged' : stored;
    },
    write: async (path, bytes, replaces) => {
      if (documents.get(path)?.etag !== replaces) return undefined;
      writes += 1;
      documents.set(path, { bytes, etag: String(writes) });
      return String(writes);
    },
    removeAll: async (folder) => {
      for (const path of documents.keys()) if (path.startsWith(`${folder}/`)) documents.delete(path);
    },
  };
}
