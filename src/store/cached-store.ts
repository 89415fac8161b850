import type { Store, StoredBytes } from './store.ts';

export interface CachedStore extends Store {
  /** Read everything anew. */
  readonly forget: () => void;
}

/**
 * A store as one run sees it: a document is read once, and after the run has written it, it is what was written. What
 * another writer changes meanwhile is met when a write is refused: then that document is read again.
 */
export function createCachedStore(store: Store): CachedStore {
  const documents = new Map<string, StoredBytes | undefined>();
  return {
    list: (folder) => store.list(folder),

    async read(path, known) {
      if (!documents.has(path)) {
        const stored = await store.read(path);
        documents.set(path, stored === 'unchanged' ? undefined : stored);
      }
      const document = documents.get(path);
      return document !== undefined && document.etag === known ? 'unchanged' : document;
    },

    async write(path, bytes, replaces) {
      documents.delete(path);
      const etag = await store.write(path, bytes, replaces);
      if (etag !== undefined) documents.set(path, { bytes, etag });
      return etag;
    },

    removeAll: (folder) => {
      documents.clear();
      return store.removeAll(folder);
    },

    forget: () => documents.clear(),
  };
}
