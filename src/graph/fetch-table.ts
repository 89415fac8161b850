import type { GraphSettings } from '../azure/clouds.ts';
import { withRequestId } from '../azure/request-id.ts';
import { counted, isOrAre } from '../errors/counted.ts';
import { type Reason, ReportError } from '../errors/errors.ts';
import { parseCsv } from '../report/parse-csv.ts';
import { type JsonPage, parseJsonPage, toTable } from '../report/parse-json.ts';
import type { Table } from '../report/table.ts';
import type { FetchFile, FileRequest } from './graph.ts';

export interface FetchedTable {
  /** Undefined where nothing has changed since the ETag that was sent. */
  readonly table: Table | undefined;
  readonly etag: string | undefined;
  /** Of the first page. */
  readonly requestId?: string | undefined;
  readonly cut?: Cut | undefined;
}

/** Pages that were not read to an end. With a reason something may be missing, without one nothing is. */
export interface Cut {
  readonly reason?: Reason;
  readonly message: string;
}

/** A page holds 2,000 rows; a report has at most some thousands. */
const MAX_PAGES = 8;

/** Fetch a file, or the pages of a response in JSON, as a table. */
export async function fetchTable(
  request: FileRequest,
  fetchFile: FetchFile,
  settings: GraphSettings,
): Promise<FetchedTable> {
  const { text, etag, requestId } = await fetchFile(request);
  if (text === undefined) return { table: undefined, etag, requestId };
  try {
    const isCsv = settings.reportFormat === 'csv';
    const read: Pages = isCsv ? { table: parseCsv(text) } : await fetchPages(request.url, text, fetchFile, settings);
    return { ...read, etag, requestId };
  } catch (error) {
    throw withRequestId(error, requestId);
  }
}

interface Pages {
  readonly table: Table;
  readonly cut?: Cut;
}

/** Pages are followed on the Graph host only, and not in circles. https://learn.microsoft.com/graph/paging */
async function fetchPages(
  first: string,
  text: string,
  fetchFile: FetchFile,
  { graphEndpoint }: GraphSettings,
): Promise<Pages> {
  const links = new Set([first]);
  const contents = new Set<string>();
  let url = first;
  let page = parseJsonPage(text);
  let rows: JsonPage['rows'] = [];
  for (;;) {
    // Beta's links may lead on for ever, each of them new, to what was read before.
    const content = JSON.stringify(page.rows);
    if (contents.has(content) && page.rows.length > 0) return { table: toTable(rows), cut: inCircles(links.size) };
    contents.add(content);
    rows = [...rows, ...page.rows];
    if (page.nextLink === undefined) return { table: toTable(rows) };
    url = resolve(page.nextLink, url, graphEndpoint);
    if (links.has(url)) return { table: toTable(rows), cut: inCircles(links.size) };
    if (links.size === MAX_PAGES) return { table: toTable(rows), cut: endless(rows.length) };
    links.add(url);
    page = parseJsonPage((await fetchFile({ url })).text ?? '');
  }
}

/** @throws ReportError `redirect` */
function resolve(link: string, from: string, graphEndpoint: URL): string {
  const url = URL.parse(link, from);
  if (url !== null && url.origin === graphEndpoint.origin && url.username + url.password === '') return url.href;
  throw new ReportError('redirect', 'the next page of the report is not on the Graph host; it was not followed');
}

function inCircles(pages: number): Cut {
  return {
    message: `Graph's links to the next page lead in circles; what ${pages === 1 ? 'the one page says' : `the ${pages} pages say once`} is kept`,
  };
}

function endless(rows: number): Cut {
  const message = `Graph's links to the next page did not end after ${MAX_PAGES} pages, which no usage report has; the ${counted(rows, 'row')} until there ${isOrAre(rows)} kept; set REPORT_FORMAT=csv to read the report without pages`;
  return { reason: 'download', message };
}
