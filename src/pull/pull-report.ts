import type { Report } from '../catalogue/types.ts';
import { isCorrupt, NOT_OFFERED, ReportError, StoreError } from '../errors/errors.ts';
import { reportFetcher } from '../graph/fetch-report.ts';
import type { Cut } from '../graph/fetch-table.ts';
import type { FetchFile, Graph } from '../graph/graph.ts';
import { type FileKey, usableEtag } from '../history/etag.ts';
import type { PullOutcome, ReportStatus } from '../history/status-schema.ts';
import type { Log } from '../log.ts';
import { yearOf } from '../report/dates.ts';
import { filesOf, type ReportFile } from '../report/files.ts';
import type { TenantSettings } from '../settings/settings.ts';
import type { HistoryStore, PulledReading } from '../store/history-store.ts';
import { fetchReading } from './fetch-reading.ts';
import { logOutcome } from './log-outcome.ts';
import type { ReportOutcome } from './outcome.ts';

export interface PullDeps {
  readonly settings: TenantSettings;
  /** Made for this run. */
  readonly graph: Graph;
  readonly history: HistoryStore;
  readonly log: Log;
  readonly now: () => Date;
  /** Whether somebody has ended the run before its time. */
  readonly isInterrupted: () => boolean;
}

/**
 * Pull the files of one report into history, and remember how it ended. Each file is tried, whatever became of the
 * others; what they brought is written at once.
 */
export async function pullReport(report: Report, status: ReportStatus, deps: PullDeps): Promise<ReportOutcome> {
  const started = deps.now().getTime();
  const fetchFile = reportFetcher(deps.graph, (what, waitMs) => {
    deps.log.debug(`${report.name}: ${what}; trying again in ${(waitMs / 1000).toFixed(1)} s`);
  });
  const readings: PulledReading[] = [];
  const failures: Failure[] = [];
  for (const file of filesOf(report, deps.settings)) {
    try {
      const { read, cut } = await pullFile(report, file, status, fetchFile, deps);
      if (read === undefined) continue;
      readings.push(read);
      if (cut?.reason !== undefined) failures.push({ reason: cut.reason, message: cut.message });
      else if (cut !== undefined) deps.log.warn(`${report.name}: ${cut.message}`);
      // Its counts are remembered, but what holds not one usable row is no success.
      const { unusable } = read.reading;
      if (unusable !== undefined) failures.push({ reason: 'not_a_report', message: unusable });
    } catch (error) {
      failures.push(toFailure(error));
    }
  }

  const end = deps.now();
  const wasRead = status.lastSuccessAt !== undefined;
  const failure = withLastSuccess(failures.reduce<Failure | undefined>(moreSevere, undefined), status);
  const seconds = (end.getTime() - started) / 1000;
  const outcome = { at: end.toISOString(), seconds, ...(failure && { failure }) };
  if (failure !== undefined && deps.isInterrupted()) {
    await savePull(report, readings, undefined, deps.history);
    return interrupted(report, { ...outcome, wasRead }, deps.log);
  }
  const saved = { ...outcome, ...(await savePull(report, readings, outcome, deps.history)), report, wasRead };
  const usable = readings.map(({ reading }) => reading).filter(({ unusable }) => unusable === undefined);
  logOutcome(saved, usable, deps.log);
  return saved;
}

/** A report that was not read to its end because somebody ended the run did not fail: no outcome is remembered of it. */
function interrupted(report: Report, outcome: Omit<ReportOutcome, 'report'>, log: Log): ReportOutcome {
  const message = 'interrupted before it was read';
  log.warn(`${report.name}: ${message}`);
  return { ...outcome, report, failure: { reason: 'timeout', message } };
}

interface PulledFile {
  /** Undefined where Graph has nothing new. */
  readonly read: PulledReading | undefined;
  readonly cut: Cut | undefined;
}

/** Fetch one file and read it. */
async function pullFile(
  report: Report,
  file: ReportFile,
  status: ReportStatus,
  fetchFile: FetchFile,
  { settings, history, now }: PullDeps,
): Promise<PulledFile> {
  const newest = status.newest[file.key];
  const part = newest && (await history.loadPart(report, yearOf(newest.date)));
  const etagOf = (key: FileKey) => usableEtag(part, newest, key, now());
  const { reading, response, cut } = await fetchReading(report, file, {
    settings,
    fetchFile,
    now: now(),
    etagOf,
  });
  const precedence = { refreshedOn: reading?.refreshedOn ?? '', pulledAt: now().toISOString() };
  return { read: reading && { period: file.key, precedence, reading, response }, cut };
}

type Failure = NonNullable<PullOutcome['failure']>;

/** What was read before did not go away by itself. */
function withLastSuccess(failure: Failure | undefined, { lastSuccessAt }: ReportStatus): Failure | undefined {
  if (failure === undefined || lastSuccessAt === undefined || !NOT_OFFERED.includes(failure.reason)) return failure;
  const since = `but it was read until ${lastSuccessAt.slice(0, 10)}: check that tenant and GRAPH_ENDPOINT are still the same`;
  return { ...failure, message: `${failure.message}; ${since}` };
}

function toFailure(error: unknown): Failure {
  if (error instanceof ReportError) return { reason: error.reason, message: error.message };
  if (error instanceof StoreError) return { reason: 'store', message: error.message };
  throw error;
}

/**
 * Add what was read to history, and tell the outcome, which is a failure where corrupt history could not take a file:
 * then the files are added one by one. Where not even the outcome can be written, it is the store that does not work,
 * and not the report.
 */
async function savePull(
  report: Report,
  readings: readonly PulledReading[],
  outcome: PullOutcome | undefined,
  history: HistoryStore,
): Promise<PullOutcome | undefined> {
  if (readings.length === 0 && outcome === undefined) return undefined;
  try {
    await history.addPull(report, readings, outcome);
    return outcome;
  } catch (error) {
    const failed = outcome && { ...outcome, failure: moreSevere(outcome.failure, toFailure(error)) };
    if (readings.length === 0 && !isCorrupt(error)) throw error;
    const fewer = readings.map((reading) => (readings.length > 1 ? [reading] : []));
    for (const some of fewer) await savePull(report, some, failed, history);
    return failed;
  }
}

/** What Graph rejected for good is reported only where nothing else failed. */
function moreSevere(first: Failure | undefined, other: Failure): Failure {
  return first === undefined || first.reason === 'not_available' ? other : first;
}
