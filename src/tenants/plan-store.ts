import type * as v from 'valibot';
import { isCorrupt } from '../errors/errors.ts';
import { byName, NUMBER, stored, TIME } from '../history/stored.ts';
import { overwriteJson, readJson, type Store } from '../store/store.ts';

const PATH = '_tenants/plan.json';

/** When somebody last looked who is due, and how many tenants were in each state then. */
export const LAST_PLAN = stored({ version: NUMBER, at: TIME, tenants: byName(NUMBER) });
export type LastPlan = Omit<v.InferOutput<typeof LAST_PLAN>, 'version'>;

export interface PlanStore {
  /** Undefined before the first look. */
  readonly load: () => Promise<LastPlan | undefined>;
  readonly save: (plan: LastPlan) => Promise<void>;
}

export function createPlanStore(store: Store): PlanStore {
  // As long as nobody else writes it, the document is not read before it is written.
  let etag: string | undefined;
  return {
    load: () =>
      readJson(store, PATH, LAST_PLAN).catch((error: unknown) => {
        if (!isCorrupt(error)) throw error;
        return undefined;
      }),
    save: async (plan) => {
      const document = { version: 1, ...plan };
      const replaced = etag && (await store.write(PATH, Buffer.from(JSON.stringify(document)), etag));
      etag = replaced || (await overwriteJson(store, PATH, document));
    },
  };
}
