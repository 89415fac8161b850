import { type GraphSettings, versionOf } from '../azure/clouds.ts';
import { withRequestId } from '../azure/request-id.ts';
import type { Report } from '../catalogue/types.ts';
import { PeriodRefusedError } from '../errors/errors.ts';
import { type Cut, fetchTable } from '../graph/fetch-table.ts';
import type { FetchFile } from '../graph/graph.ts';
import { reportUrl } from '../graph/report-url.ts';
import type { AskedFile } from '../history/etag.ts';
import type { Pull } from '../report/plan.ts';
import type { Reading } from '../report/reading.ts';
import type { Table } from '../report/table.ts';
import { toReading } from '../report/to-reading.ts';
import { hash } from '../settings/hash.ts';
import type { Answered } from '../store/history-store.ts';

export interface FetchedReading {
  /** Undefined where nothing has changed since the ETag that was sent. */
  readonly reading: Reading | undefined;
  /** Graph's ETag for the file, if it gave one. */
  readonly answer: Answered | undefined;
  readonly cut: Cut | undefined;
}

export interface ReadingDeps {
  readonly settings: GraphSettings;
  readonly fetchFile: FetchFile;
  readonly now: Date;
  /** The ETag to send for a file. */
  readonly etagOf: (asked: AskedFile) => string | undefined;
}

/**
 * Fetch one file of a report and read it. Where Graph refuses the name of a period, the next one is tried.
 *
 * @throws ReportError
 */
export async function fetchReading(report: Report, pull: Pull, deps: ReadingDeps): Promise<FetchedReading> {
  return firstAccepted(pull.periodNames, (periodName) => fetchAs(periodName, report, pull, deps));
}

async function firstAccepted<T>(names: readonly string[], ask: (name: string | undefined) => Promise<T>): Promise<T> {
  const [name, ...others] = names;
  try {
    return await ask(name);
  } catch (error) {
    if (!(error instanceof PeriodRefusedError) || others.length === 0) throw error;
    return firstAccepted(others, ask);
  }
}

async function fetchAs(
  periodName: string | undefined,
  report: Report,
  pull: Pull,
  { settings, fetchFile, now, etagOf }: ReadingDeps,
): Promise<FetchedReading> {
  const version = versionOf(report, settings);
  const asked = { url: reportUrl(report, periodName, settings), entry: hash(report) };
  const etag = report.ifNoneMatch && version === 'v1.0' ? etagOf(asked) : undefined;
  const fetched = await fetchTable({ url: asked.url, etag }, fetchFile, settings);
  // In JSON the header comes with the rows: an answer without rows has none, where a CSV file has its header.
  const isEmpty = settings.reportFormat === 'json' && fetched.table?.rows.length === 0;
  const read = (table: Table) => {
    try {
      return toReading(report, table, { pull, periodName, version }, now);
    } catch (error) {
      throw withRequestId(error, fetched.requestId);
    }
  };
  return {
    reading: isEmpty ? NOTHING : fetched.table && read(fetched.table),
    cut: fetched.cut,
    answer: fetched.etag === undefined ? undefined : { ...asked, etag: fetched.etag },
  };
}

const NOTHING: Reading = {
  refreshedOn: undefined,
  newestDate: undefined,
  values: [],
  rows: 0,
  emptyCells: 0,
  rejectedRows: 0,
  rejectedCells: [],
  missingColumns: [],
  unmappedColumns: [],
};
