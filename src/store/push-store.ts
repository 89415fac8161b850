import type { Labels } from '../catalogue/types.ts';
import { isDamage } from '../errors.ts';
import type { MetricPoint } from '../export/exporter.ts';
import { addDays } from '../report/dates.ts';
import { isObject, overwriteJson, readJson, type Store, updateJson } from './store.ts';

/** How the last push to an exporter ended. */
export interface ExportOutcome {
  readonly exporter: string;
  /** The exporter's `target` at that time. */
  readonly target: string;
  /** ISO 8601. */
  readonly at: string;
  /** A sentence; absent when everything was accepted. */
  readonly failure?: string;
}

/** The last outcomes, and when each exporter last accepted everything. */
export type ExportStatuses = Readonly<
  Record<string, { readonly last: ExportOutcome; readonly lastSuccessAt?: string }>
>;

/** Which dated points an exporter has accepted: metric → labels → report date → value. */
export type Accepted = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

/** What one tenant's store remembers of pushes. */
export interface PushStore {
  /** What the exporter's present target has accepted. */
  loadAccepted(exporter: string, target: string): Promise<Accepted>;
  saveAccepted(exporter: string, target: string, change: (accepted: Accepted) => Accepted): Promise<void>;
  loadStatuses(): Promise<ExportStatuses>;
  addOutcomes(outcomes: readonly ExportOutcome[]): Promise<void>;
}

interface Ledger {
  readonly version: 1;
  readonly target: string;
  readonly accepted: Accepted;
}

interface Statuses {
  readonly version: 1;
  readonly exporters: ExportStatuses;
}

export function openPushStore(store: Store, tenant: string): PushStore {
  const ledgerPath = (exporter: string) => `${tenant}/pushed/${exporter}.json`;
  const statusPath = `${tenant}/exports.json`;
  const of = (ledger: Ledger | undefined, target: string) => (ledger?.target === target ? ledger.accepted : {});
  return {
    // A damaged ledger is none: at worst what was accepted before is sent once more.
    loadAccepted: async (exporter, target) =>
      of(await readJson(store, ledgerPath(exporter), isLedger).catch(ifDamaged), target),

    async saveAccepted(exporter, target, change) {
      const changed = (ledger: Ledger | undefined): Ledger => ({
        version: 1,
        target,
        accepted: change(of(ledger, target)),
      });
      await updateOrReplace(store, ledgerPath(exporter), isLedger, changed);
    },

    loadStatuses: async () => (await readJson(store, statusPath, isStatuses).catch(ifDamaged))?.exporters ?? {},

    async addOutcomes(outcomes) {
      if (outcomes.length === 0) return;
      const changed = (statuses: Statuses | undefined): Statuses => ({
        version: 1,
        exporters: outcomes.reduce(withOutcome, statuses?.exporters ?? {}),
      });
      await updateOrReplace(store, statusPath, isStatuses, changed);
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
  isValid: (document: unknown) => document is T,
  change: (document: T | undefined) => T,
): Promise<void> {
  await updateJson(store, path, isValid, change).catch(async (error: unknown) => {
    ifDamaged(error);
    await overwriteJson(store, path, change(undefined));
  });
}

function ifDamaged(error: unknown): undefined {
  if (!isDamage(error)) throw error;
  return undefined;
}

function isLedger(document: unknown): document is Ledger {
  return isObject(document) && typeof document.target === 'string' && isObject(document.accepted);
}

function isStatuses(document: unknown): document is Statuses {
  return isObject(document) && isObject(document.exporters);
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
