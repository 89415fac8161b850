import type * as v from 'valibot';
import type { Labels } from '../catalogue/types.ts';
import { isCorrupt } from '../errors/errors.ts';
import type { Trouble } from '../history/status-schema.ts';
import { nextTrouble } from '../history/trouble.ts';
import type { MetricPoint } from '../metrics/point.ts';
import { addDays } from '../report/dates.ts';
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
  loadStatuses(): Promise<ExportStatuses>;
  addOutcomes(outcomes: readonly ExportOutcome[], kind: PushKind): Promise<void>;
}

type DeliveryState = v.InferOutput<typeof DELIVERY_STATE>;
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

/** The dated points that were not delivered to an exporter with this value, and all that have no date. */
export function toPush(points: readonly MetricPoint[], delivered: Delivered): readonly MetricPoint[] {
  return points.filter(({ metric, point: { labels, value, date } }) => {
    return date === undefined || delivered[metric.name]?.[seriesOf(labels)]?.[date] !== value;
  });
}

/** Longer than any window: what was delivered of older dates is forgotten. */
const REMEMBERED_DAYS = 800;

/** What is delivered now: what was before, and these dated points. */
export function withDelivered(delivered: Delivered, points: readonly MetricPoint[]): Delivered {
  const known = new Map(Object.entries(delivered).map(([metric, series]) => [metric, new Map(Object.entries(series))]));
  for (const { metric, point } of points) {
    if (point.date === undefined) continue;
    const ofMetric = known.get(metric.name) ?? new Map<string, Readonly<Record<string, number>>>();
    const series = seriesOf(point.labels);
    known.set(metric.name, ofMetric.set(series, { ...ofMetric.get(series), [point.date]: point.value }));
  }
  const newest =
    points
      .map(({ point }) => point.date ?? '')
      .toSorted()
      .at(-1) ?? '';
  const oldest = newest === '' ? '' : addDays(newest, -REMEMBERED_DAYS);
  return Object.fromEntries(
    [...known].map(([metric, series]) => [
      metric,
      Object.fromEntries([...series].map(([labels, days]) => [labels, withoutDaysBefore(days, oldest)])),
    ]),
  );
}

function withoutDaysBefore(days: Readonly<Record<string, number>>, oldest: string): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest));
}

function seriesOf({ report_date: _date, ...labels }: Labels): string {
  return JSON.stringify(labels);
}
