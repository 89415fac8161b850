import { pMapIterable } from 'p-map';
import { pullsOf } from './catalogue/periods.ts';
import type { Report } from './catalogue/types.ts';
import { isDamage, type StoreError } from './errors.ts';
import type { ShapingConfig } from './fingerprint.ts';
import { CHANGE_DAYS } from './history/change.ts';
import { EMPTY_STATUS, withOutcome, withPeriods } from './history/status.ts';
import type { ReportStatus } from './history/status-schema.ts';
import { windowStart } from './history/window.ts';
import { type ReportHealth, toHealthFamilies } from './metrics/health.ts';
import type { Family } from './metrics/point.ts';
import { type ReportHistory, toReportHistory } from './metrics/report-history.ts';
import { toChangeFamilies, toUnmappedFamily, toUsageFamilies } from './metrics/to-points.ts';
import { toDay, yearOf } from './report/dates.ts';
import type { HistoryStore } from './store/history-store.ts';
import type { PushStore } from './store/push-store.ts';
import { VERSION } from './version.ts';

export interface LoadDeps {
  readonly config: ShapingConfig;
  readonly history: HistoryStore;
  readonly pushes: PushStore;
  readonly now: () => Date;
}

/** Reports loaded at a time: enough to hide the latency of a store. */
const LOADS_AT_A_TIME = 16;

/**
 * Everything there is to export, from the store, report by report: of a report that was consumed only what is told of all
 * reports together is held.
 *
 * @throws StoreError
 */
export async function* loadFamilies({ config, history, pushes, now }: LoadDeps): AsyncGenerator<Family> {
  const reports: ReportHealth[] = [];
  const ofAllReports: Family[] = [];
  for await (const entry of loadHistories({ config, history, now })) {
    yield* toUsageFamilies(entry, config.windowDays);
    ofAllReports.push(...toChangeFamilies(entry, config.changeMinimum), toUnmappedFamily(entry, config.windowDays));
    reports.push({ report: entry.report, status: entry.status });
  }
  yield* joined(ofAllReports);

  const lastRun = await history.loadLastRun();
  const exports = await pushes.loadStatuses();
  yield* toHealthFamilies(reports, {
    version: VERSION,
    node: process.version,
    finishedAt: lastRun?.finishedAt,
    graphRequests: lastRun?.graphRequests ?? {},
    exports: config.exporters.flatMap((name) => exports[name] ?? []),
  });
}

/** One family of those that have one metric. */
function joined(families: readonly Family[]): readonly Family[] {
  const byMetric = Map.groupBy(families, ({ metric }) => metric);
  return [...byMetric].map(([metric, parts]) => ({ metric, points: parts.flatMap(({ points }) => points) }));
}

/** The selected reports, in their order, with as much of their past as the window and the change need. */
export function loadHistories({ config, history, now }: Omit<LoadDeps, 'pushes'>): AsyncIterable<ReportHistory> {
  const load = (report: Report) => loadHistory(report, config, history, now());
  return pMapIterable(config.reports, load, { concurrency: LOADS_AT_A_TIME });
}

/** What is damaged is left out, and told as a failure of its report; the rest of the report is exported. */
async function loadHistory(
  report: Report,
  config: ShapingConfig,
  store: HistoryStore,
  now: Date,
): Promise<ReportHistory> {
  const damages: StoreError[] = [];
  const unlessDamaged = async <T>(loaded: Promise<T>): Promise<T | undefined> =>
    loaded.catch((error: unknown) => {
      if (!isDamage(error)) throw error;
      damages.push(error);
      return undefined;
    });
  const pulls = pullsOf(report, config);
  const keys = pulls.map(({ key }) => key);
  const status = withPeriods((await unlessDamaged(store.loadStatus(report))) ?? EMPTY_STATUS, keys);
  const years = yearsOf(status, config.windowDays, now);
  const parts = await Promise.all(years.map((year) => unlessDamaged(store.loadPart(report, year))));
  return toReportHistory(
    report,
    pulls,
    withDamage(status, damages[0], now),
    parts.filter((part) => part !== undefined),
  );
}

function withDamage(status: ReportStatus, damage: StoreError | undefined, now: Date): ReportStatus {
  if (damage === undefined) return status;
  const failure = { reason: 'store', message: damage.message } as const;
  return withOutcome(status, { at: now.toISOString(), seconds: status.lastPull?.seconds ?? 0, failure });
}

/** The calendar years that the exported window, and the past it is compared with, may touch. */
function yearsOf({ newest }: ReportStatus, windowDays: number, now: Date): readonly number[] {
  const starts = Object.values(newest).map(({ date }) => yearOf(windowStart(date, Math.max(windowDays, CHANGE_DAYS))));
  const last = yearOf(toDay(now));
  const first = Math.min(last, ...starts);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
