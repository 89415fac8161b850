import { ReportError } from '../errors.ts';
import { parseCsv } from '../report/parse-csv.ts';
import { parseJsonPage, toTable } from '../report/parse-json.ts';
import type { Table } from '../report/table.ts';
import type { GraphSettings } from './clouds.ts';
import type { FetchFile, FileRequest } from './fetch-report.ts';
import { withRequestId } from './request-id.ts';

export interface FetchedTable {
  /** Undefined where nothing has changed since the ETag that was sent. */
  readonly table: Table | undefined;
  readonly etag: string | undefined;
  /** Of the first page. */
  readonly requestId?: string | undefined;
}

/** A page holds 2,000 rows; a report has at most some thousands. */
const MAX_PAGES = 8;

/** Fetch a file, or the pages of an answer in JSON, as a table. */
export async function fetchTable(
  request: FileRequest,
  fetchFile: FetchFile,
  settings: GraphSettings,
): Promise<FetchedTable> {
  const { text, etag, requestId } = await fetchFile(request);
  if (text === undefined) return { table: undefined, etag, requestId };
  try {
    const isCsv = settings.reportFormat === 'csv';
    const table = isCsv ? parseCsv(text) : await fetchPages(request.url, text, fetchFile, settings);
    return { table, etag, requestId };
  } catch (error) {
    throw withRequestId(error, requestId);
  }
}

/** Pages are followed on the Graph host only, and not in circles. https://learn.microsoft.com/graph/paging */
async function fetchPages(
  first: string,
  text: string,
  fetchFile: FetchFile,
  { graphEndpoint }: GraphSettings,
): Promise<Table> {
  const seen = new Set([first]);
  let { rows, nextLink } = parseJsonPage(text);
  while (nextLink !== undefined && !seen.has(nextLink)) {
    if (URL.parse(nextLink)?.origin !== graphEndpoint.origin) {
      throw new ReportError('redirect', 'the next page of the report is not on the Graph host; it was not followed');
    }
    if (seen.size === MAX_PAGES) {
      throw new ReportError(
        'download',
        `the report has more than ${MAX_PAGES} pages, which no usage report has; it was not read`,
      );
    }
    seen.add(nextLink);
    const page = parseJsonPage((await fetchFile({ url: nextLink })).text ?? '');
    rows = [...rows, ...page.rows];
    nextLink = page.nextLink;
  }
  return toTable(rows);
}
