import { pMapIterable } from 'p-map';
import type { Report } from '../catalogue/types.ts';
import { isCorrupt, type StoreError } from '../errors/errors.ts';
import { HISTORY_DAYS } from '../history/drops/constants.ts';
import { EMPTY_STATUS, withOutcome, withPeriods } from '../history/status.ts';
import type { ReportStatus } from '../history/status-schema.ts';
import { windowStart } from '../history/window.ts';
import { type ReportHistory, toReportHistory } from '../metrics/report-history.ts';
import { toDay, yearOf } from '../report/dates.ts';
import { filesOf, type PeriodSettings } from '../report/files.ts';
import type { HistoryStore } from './history-store.ts';

/** Which part of history is loaded. */
export interface HistorySelection extends PeriodSettings {
  readonly reports: readonly Report[];
  /** Days up to the newest date that are exported. */
  readonly windowDays: number;
}

/** Reports loaded at a time: enough to hide the latency of a store. */
const LOADS_AT_A_TIME = 16;

/**
 * The selected reports, in their order, with as much of their past as the window and the search for drops need.
 *
 * @throws StoreError where the store as such does not work
 */
export function loadHistories(
  history: HistoryStore,
  selection: HistorySelection,
  now: Date,
): AsyncIterable<ReportHistory> {
  const load = (report: Report) => loadHistory(report, history, selection, now);
  return pMapIterable(selection.reports, load, { concurrency: LOADS_AT_A_TIME });
}

/** What is corrupt is left out, and reported as a failure of its report; the rest of the report is exported. */
async function loadHistory(
  report: Report,
  history: HistoryStore,
  selection: HistorySelection,
  now: Date,
): Promise<ReportHistory> {
  const corrupt: StoreError[] = [];
  const unlessCorrupt = async <T>(loaded: Promise<T>): Promise<T | undefined> =>
    loaded.catch((error: unknown) => {
      if (!isCorrupt(error)) throw error;
      corrupt.push(error);
      return undefined;
    });
  const files = filesOf(report, selection);
  const keys = files.map(({ key }) => key);
  const status = withPeriods((await unlessCorrupt(history.loadStatus(report))) ?? EMPTY_STATUS, keys);
  const years = yearsOf(status, selection.windowDays, now);
  const parts = await Promise.all(years.map((year) => unlessCorrupt(history.loadPart(report, year))));
  return toReportHistory(
    report,
    files,
    await withCorruption(status, corrupt[0], report, history, now.toISOString()),
    parts.filter((part) => part !== undefined),
  );
}

/** No status of a report may be able to say that one of its documents is corrupt: since when is noted beside it. */
async function withCorruption(
  status: ReportStatus,
  error: StoreError | undefined,
  report: Report,
  history: HistoryStore,
  at: string,
): Promise<ReportStatus> {
  if (error === undefined) return status;
  const failure = { reason: 'store', message: error.message } as const;
  const failing = await history.addCorruption(report, at);
  const failed = withOutcome(status, { at, seconds: status.lastPull?.seconds ?? 0, failure });
  return { ...failed, troubles: { ...failed.troubles, failing } };
}

/** The calendar years that the exported window, and the past it is compared with, may touch. */
function yearsOf({ newest }: ReportStatus, windowDays: number, now: Date): readonly number[] {
  const starts = Object.values(newest).map(({ date }) => yearOf(windowStart(date, Math.max(windowDays, HISTORY_DAYS))));
  const last = yearOf(toDay(now));
  const first = Math.min(last, ...starts);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
