import pMap from 'p-map';
import type { Report } from '../catalogue/types.ts';
import { isCorrupt } from '../errors/errors.ts';
import { EMPTY_STATUS } from '../history/status.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { KnownReport } from './outcome.ts';

/** Statuses loaded at a time: enough to hide the latency of a store. */
const LOADS_AT_A_TIME = 16;

/**
 * The reports with what is known of each.
 *
 * @throws StoreError when the store as such does not work
 */
export async function loadStatuses(reports: readonly Report[], history: HistoryStore): Promise<readonly KnownReport[]> {
  return pMap(reports, (report) => loadKnown(report, history), { concurrency: LOADS_AT_A_TIME });
}

/** A corrupt status is met again, and reported, when the report's own pull writes to it. */
async function loadKnown(report: Report, history: HistoryStore): Promise<KnownReport> {
  const status = await history.loadStatus(report).catch((error: unknown) => {
    if (isCorrupt(error)) return EMPTY_STATUS;
    throw error;
  });
  return { report, status };
}
