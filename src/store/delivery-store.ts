import type * as v from 'valibot';
import { isCorrupt } from '../errors/errors.ts';
import type { Trouble } from '../history/status-schema.ts';
import { nextTrouble } from '../history/trouble.ts';
import type { Day } from '../report/dates.ts';
import { withoutDelivered } from './delivered.ts';
import {
  DELIVERY_STATE,
  type Delivered,
  type ExportOutcome,
  type ExportStatuses,
  STATUSES,
} from './delivery-schemas.ts';
import { readJson, type Store, updateOrReplace } from './store.ts';

/** A push after a pull brings everything that is new; between pulls only the current values are repeated. */
export type PushKind = 'everything' | 'current';

/** What one tenant's store remembers of pushes. */
export interface DeliveryStore {
  /** Read what pushes to these exporters will need, so that a run's documents hold it as it is before history is read. */
  readAhead(exporters: readonly string[]): Promise<void>;
  /** What was delivered to the exporter's present target. */
  loadDelivered(exporter: string, target: string): Promise<Delivered>;
  saveDelivered(exporter: string, target: string, change: (delivered: Delivered) => Delivered): Promise<void>;
  /** Forget that dated points were delivered, to whichever exporter: they go out again where they come back. */
  forget(isForgotten: (metric: string, date: Day) => boolean): Promise<void>;
  loadStatuses(): Promise<ExportStatuses>;
  addOutcomes(outcomes: readonly ExportOutcome[], kind: PushKind): Promise<void>;
}

type DeliveryState = v.InferOutput<typeof DELIVERY_STATE>;
/** Of no exporter's target: whatever is pushed starts over. */
const NOWHERE: DeliveryState = { version: 1, target: '', accepted: {} };
type Statuses = v.InferOutput<typeof STATUSES>;

export function createDeliveryStore(store: Store, tenant: string): DeliveryStore {
  const deliveryPath = (exporter: string) => `${tenant}/pushed/${exporter}.json`;
  const statusPath = `${tenant}/exports.json`;
  const of = (state: DeliveryState | undefined, target: string) => (state?.target === target ? state.accepted : {});
  return {
    async readAhead(exporters) {
      for (const path of [statusPath, ...exporters.map(deliveryPath)]) await store.read(path);
    },

    // A corrupt state is none: at worst what was delivered before is sent once more.
    loadDelivered: async (exporter, target) =>
      of(await readJson(store, deliveryPath(exporter), DELIVERY_STATE).catch(ifCorrupt), target),

    async saveDelivered(exporter, target, change) {
      const changed = (state: DeliveryState | undefined): DeliveryState => ({
        version: 1,
        target,
        accepted: change(of(state, target)),
      });
      await updateOrReplace(store, deliveryPath(exporter), DELIVERY_STATE, changed);
    },

    async forget(isForgotten) {
      const changed = (state: DeliveryState = NOWHERE): DeliveryState => ({
        ...state,
        accepted: withoutDelivered(state.accepted, isForgotten),
      });
      for (const name of await store.list(`${tenant}/pushed`))
        await updateOrReplace(store, `${tenant}/pushed/${name}`, DELIVERY_STATE, changed);
    },

    loadStatuses: async () => (await readJson(store, statusPath, STATUSES).catch(ifCorrupt))?.exporters ?? {},

    async addOutcomes(outcomes, kind) {
      if (outcomes.length === 0) return;
      const changed = (statuses: Statuses | undefined): Statuses => ({
        version: 1,
        exporters: outcomes.reduce((all, outcome) => withPush(all, outcome, kind), statuses?.exporters ?? {}),
      });
      await updateOrReplace(store, statusPath, STATUSES, changed);
    },
  };
}

/** What is known of the exporters after a push. */
export function withPush(statuses: ExportStatuses, outcome: ExportOutcome, kind: PushKind): ExportStatuses {
  const old = statuses[outcome.exporter];
  if (old !== undefined && old.last.at > outcome.at) return statuses;
  const succeeded = outcome.failure === undefined;
  const { trouble: before = firstOf(old?.last), ...rest } = old ?? {};
  const trouble = nextTrouble(before, !succeeded, outcome.at);
  const status = {
    ...rest,
    ...(trouble && { trouble }),
    last: outcome,
    ...(succeeded && { lastSuccessAt: outcome.at }),
    ...(succeeded && kind === 'everything' && { everythingAt: outcome.at }),
  };
  return { ...statuses, [outcome.exporter]: status };
}

/** Earlier releases stored a failure alone. */
function firstOf(last: ExportOutcome | undefined): Trouble | undefined {
  return last?.failure === undefined ? undefined : { since: last.at, at: last.at };
}

function ifCorrupt(error: unknown): undefined {
  if (!isCorrupt(error)) throw error;
  return undefined;
}
