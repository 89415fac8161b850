import { stored } from '../history/stored.ts';
import { createDeliveryStore, type DeliveryStore } from './delivery-store.ts';
import { createExpositionStore, type ExpositionStore } from './exposition-store.ts';
import { createHistoryStore, type HistoryStore } from './history-store.ts';
import { overwriteJson, readJson, type Store } from './store.ts';

/** Everything that is stored of one tenant. */
export interface Documents {
  readonly history: HistoryStore;
  readonly exposition: ExpositionStore;
  readonly deliveries: DeliveryStore;
  /** Whether the store keeps a document that is written to it. */
  readonly isKept: (now: Date) => Promise<boolean>;
}

export function createDocuments(store: Store, folder: string): Documents {
  return {
    history: createHistoryStore(store, folder),
    exposition: createExpositionStore(store, folder),
    deliveries: createDeliveryStore(store, folder),
    isKept: async (now) => {
      const path = `${folder}/check.json`;
      await overwriteJson(store, path, { version: 1, checkedAt: now.toISOString() });
      return (await readJson(store, path, stored({}))) !== undefined;
    },
  };
}
