import { type GraphSettings, versionOf } from '../azure/clouds.ts';
import { withRequestId } from '../azure/request-id.ts';
import type { Report } from '../catalogue/types.ts';
import { UnsupportedPeriodError } from '../errors/errors.ts';
import { type Cut, fetchTable } from '../graph/fetch-table.ts';
import type { FetchFile } from '../graph/graph.ts';
import { reportUrl } from '../graph/report-url.ts';
import type { FileKey } from '../history/etag.ts';
import type { ReportFile } from '../report/files.ts';
import { EMPTY_READING, type Reading } from '../report/reading.ts';
import type { Table } from '../report/table.ts';
import { toReading } from '../report/to-reading.ts';
import { hash } from '../settings/hash.ts';
import type { EtaggedResponse } from '../store/history-store.ts';

export interface FetchedReading {
  /** Undefined where nothing has changed since the ETag that was sent. */
  readonly reading: Reading | undefined;
  /** Graph's ETag for the file, if it gave one. */
  readonly response: EtaggedResponse | undefined;
  readonly cut: Cut | undefined;
}

export interface ReadingDeps {
  readonly settings: GraphSettings;
  readonly fetchFile: FetchFile;
  readonly now: Date;
  /** The ETag to send for a file. */
  readonly etagOf: (key: FileKey) => string | undefined;
}

/**
 * Fetch one file of a report and read it. Where Graph rejects the name of a period, the next one is tried.
 *
 * @throws ReportError
 */
export async function fetchReading(report: Report, file: ReportFile, deps: ReadingDeps): Promise<FetchedReading> {
  return firstSupported(file.periodNames, (periodName) => fetchAs(periodName, report, file, deps));
}

async function firstSupported<T>(
  names: readonly string[],
  request: (name: string | undefined) => Promise<T>,
): Promise<T> {
  const [name, ...others] = names;
  try {
    return await request(name);
  } catch (error) {
    if (!(error instanceof UnsupportedPeriodError) || others.length === 0) throw error;
    return firstSupported(others, request);
  }
}

async function fetchAs(
  periodName: string | undefined,
  report: Report,
  file: ReportFile,
  { settings, fetchFile, now, etagOf }: ReadingDeps,
): Promise<FetchedReading> {
  const version = versionOf(report, settings);
  const key = { url: reportUrl(report, periodName, settings), entry: hash(report) };
  const etag = report.ifNoneMatch && version === 'v1.0' ? etagOf(key) : undefined;
  const fetched = await fetchTable({ url: key.url, etag }, fetchFile, settings);
  // In JSON the header comes with the rows: a response without rows has none, where a CSV file has its header.
  const isEmpty = settings.reportFormat === 'json' && fetched.table?.rows.length === 0;
  const read = (table: Table) => {
    try {
      return toReading(report, table, { file, periodName, version }, now);
    } catch (error) {
      throw withRequestId(error, fetched.requestId);
    }
  };
  return {
    reading: isEmpty ? EMPTY_READING : fetched.table && read(fetched.table),
    cut: fetched.cut,
    response: fetched.etag === undefined ? undefined : { ...key, etag: fetched.etag },
  };
}
