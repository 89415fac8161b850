import type * as v from 'valibot';
import type { Labels } from '../catalogue/types.ts';
import { isDamage } from '../errors.ts';
import type { MetricPoint } from '../export/exporter.ts';
import type { Stored } from '../history/stored.ts';
import { addDays } from '../report/dates.ts';
import { type Accepted, type ExportOutcome, type ExportStatuses, LEDGER, STATUSES } from './push-schemas.ts';
import { overwriteJson, readJson, type Store, updateJson } from './store.ts';

/** What one tenant's store remembers of pushes. */
export interface PushStore {
  /** What the exporter's present target has accepted. */
  loadAccepted(exporter: string, target: string): Promise<Accepted>;
  saveAccepted(exporter: string, target: string, change: (accepted: Accepted) => Accepted): Promise<void>;
  loadStatuses(): Promise<ExportStatuses>;
  addOutcomes(outcomes: readonly ExportOutcome[]): Promise<void>;
}

type Ledger = v.InferOutput<typeof LEDGER>;
type Statuses = v.InferOutput<typeof STATUSES>;

export function openPushStore(store: Store, tenant: string): PushStore {
  const ledgerPath = (exporter: string) => `${tenant}/pushed/${exporter}.json`;
  const statusPath = `${tenant}/exports.json`;
  const of = (ledger: Ledger | undefined, target: string) => (ledger?.target === target ? ledger.accepted : {});
  return {
    // A damaged ledger is none: at worst what was accepted before is sent once more.
    loadAccepted: async (exporter, target) =>
      of(await readJson(store, ledgerPath(exporter), LEDGER).catch(ifDamaged), target),

    async saveAccepted(exporter, target, change) {
      const changed = (ledger: Ledger | undefined): Ledger => ({
        version: 1,
        target,
        accepted: change(of(ledger, target)),
      });
      await updateOrReplace(store, ledgerPath(exporter), LEDGER, changed);
    },

    loadStatuses: async () => (await readJson(store, statusPath, STATUSES).catch(ifDamaged))?.exporters ?? {},

    async addOutcomes(outcomes) {
      if (outcomes.length === 0) return;
      const changed = (statuses: Statuses | undefined): Statuses => ({
        version: 1,
        exporters: outcomes.reduce(withOutcome, statuses?.exporters ?? {}),
      });
      await updateOrReplace(store, statusPath, STATUSES, changed);
    },
  };
}

function withOutcome(statuses: ExportStatuses, outcome: ExportOutcome): ExportStatuses {
  const old = statuses[outcome.exporter];
  if (old !== undefined && old.last.at > outcome.at) return statuses;
  const lastSuccessAt = outcome.failure === undefined ? outcome.at : old?.lastSuccessAt;
  return { ...statuses, [outcome.exporter]: { last: outcome, ...(lastSuccessAt && { lastSuccessAt }) } };
}

/** What is damaged begins anew: at worst it is sent, or told, once more. */
async function updateOrReplace<T extends object>(
  store: Store,
  path: string,
  schema: Stored<T>,
  change: (document: T | undefined) => T,
): Promise<void> {
  await updateJson(store, path, schema, change).catch(async (error: unknown) => {
    ifDamaged(error);
    await overwriteJson(store, path, change(undefined));
  });
}

function ifDamaged(error: unknown): undefined {
  if (!isDamage(error)) throw error;
  return undefined;
}

/** The dated points that an exporter has not accepted with this value, and all that have no date. */
export function toPush(points: readonly MetricPoint[], accepted: Accepted): readonly MetricPoint[] {
  return points.filter(({ metric, point: { labels, value, date } }) => {
    return date === undefined || accepted[metric.name]?.[seriesOf(labels)]?.[date] !== value;
  });
}

/** Longer than any window: what was accepted of older dates is forgotten. */
const REMEMBERED_DAYS = 800;

/** What is accepted now: what was before, and these dated points. */
export function withAccepted(accepted: Accepted, points: readonly MetricPoint[]): Accepted {
  const known = new Map(Object.entries(accepted).map(([metric, series]) => [metric, new Map(Object.entries(series))]));
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
