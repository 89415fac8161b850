import { createHash } from 'node:crypto';
import { isCorrupt } from '../errors/errors.ts';
import { jsonReader, type Store, updateOrReplace } from '../store/store.ts';
import { STATE_SHARD, type TenantState } from './tenant-state.ts';

type Change = (state: TenantState | undefined) => TenantState | undefined;
type Tenants = Readonly<Record<string, TenantState>>;

/** What is remembered of every tenant, in sixteen documents: so few reads tell everything, and few writers meet. */
export interface StateStore {
  /** A corrupt document is none. */
  readonly loadAll: () => Promise<ReadonlyMap<string, TenantState>>;
  readonly load: (key: string) => Promise<TenantState | undefined>;
  /**
   * Change what is known of some tenants; where `change` returns undefined, nothing is changed.
   *
   * @returns those that were changed, in the order of `keys`
   */
  readonly update: (keys: readonly string[], change: (key: string) => Change) => Promise<readonly string[]>;
  readonly remove: (key: string) => Promise<void>;
}

const SHARDS = [...'0123456789abcdef'];

export function createStateStore(store: Store): StateStore {
  const readers = new Map(SHARDS.map((shard) => [shard, jsonReader(store, pathOf(shard), STATE_SHARD)]));
  const load = async (shard: string): Promise<Tenants> => {
    const document = await readers
      .get(shard)?.()
      .catch((error: unknown) => {
        if (!isCorrupt(error)) throw error;
        return undefined;
      });
    return document?.tenants ?? {};
  };
  const updateShard = async (shard: string, change: (tenants: Tenants) => Tenants): Promise<void> => {
    await updateOrReplace(store, pathOf(shard), STATE_SHARD, (document) => ({
      ...document,
      version: 1,
      tenants: change(document?.tenants ?? {}),
    }));
  };
  return {
    loadAll: async () => new Map((await Promise.all(SHARDS.map(load))).flatMap((tenants) => Object.entries(tenants))),
    load: async (key) => new Map(Object.entries(await load(shardOf(key)))).get(key),

    async update(keys, change) {
      const changed = new Set<string>();
      const shards = Map.groupBy(keys, shardOf);
      const updates = [...shards].map(([shard, own]) =>
        updateShard(shard, (tenants) => {
          const known = new Map(Object.entries(tenants));
          for (const key of own) {
            const state = change(key)(known.get(key));
            changed.delete(key);
            if (state === undefined) continue;
            known.set(key, state);
            changed.add(key);
          }
          return Object.fromEntries(known);
        }),
      );
      await Promise.all(updates);
      return keys.filter((key) => changed.has(key));
    },

    remove: (key) =>
      updateShard(shardOf(key), (tenants) =>
        Object.fromEntries(Object.entries(tenants).filter(([name]) => name !== key)),
      ),
  };
}

function pathOf(shard: string): string {
  return `_tenants/state/${shard}.json`;
}

function shardOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').charAt(0);
}
