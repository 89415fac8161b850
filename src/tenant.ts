import type { GraphSession, TenantAccess } from './graph/session.ts';
import type { TenantSettings } from './settings/settings.ts';
import { createCachedStore } from './store/cached-store.ts';
import { createDocuments, type Documents } from './store/documents.ts';
import type { Store } from './store/store.ts';
import type { Runtime } from './system/runtime.ts';

/** One tenant: its settings, its documents, and its way to Microsoft Graph. Everything below is given it, or a part of it. */
export interface Tenant {
  readonly settings: TenantSettings;
  /** What is stored now: every read goes to the store. */
  readonly documents: Documents;
  /** What is stored, as one run sees it: each document is read once, until the run starts over. */
  readonly openRunDocuments: () => RunDocuments;
  /** Graph for one run, which ends with `signal` or when its time is over. */
  readonly createGraph: (signal: AbortSignal | undefined) => Promise<GraphSession>;
}

export interface RunDocuments extends Documents {
  /** Read everything anew. */
  readonly forget: () => void;
}

/**
 * The only place where a tenant's id becomes a path.
 *
 * @param access of one of many tenants; undefined: with whatever credential the process has
 */
export function createTenant(settings: TenantSettings, store: Store, runtime: Runtime, access?: TenantAccess): Tenant {
  const folder = settings.id;
  return {
    settings,
    documents: createDocuments(store, folder),
    openRunDocuments: () => {
      const cached = createCachedStore(store);
      return { ...createDocuments(cached, folder), forget: cached.forget };
    },
    createGraph: async (signal) => {
      const { createGraph } = await import('./graph/session.ts');
      return createGraph(settings, { ...runtime, signal, access });
    },
  };
}
