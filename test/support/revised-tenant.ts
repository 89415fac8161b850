import { createHash } from 'node:crypto';
import { reports } from '../../src/catalogue/index.ts';
import type { CellFormat, Report } from '../../src/catalogue/types.ts';
import { columnsOf } from '../../src/report/columns.ts';
import { addDays, type Day, dayToSeconds } from '../../src/report/dates.ts';
import { daysOf } from '../../src/report/files.ts';
import { respondWithError, startTenant, type Tenant } from './tenant.ts';

/** What a tenant's files say at one time. */
export interface Revision {
  /** Below 1,000: it makes the last three digits of every value. */
  readonly number: number;
  readonly newestOf: (report: Report) => Day;
  /** Whether Graph leaves a cell empty; `place` is the same for a cell in every revision. */
  readonly isEmpty: (place: number) => boolean;
}

/** The day that lies `days` before today. */
export function daysAgo(days: number): Day {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** The file of a report in a tenant whose every value tells its revision; undefined for no report of the catalogue. */
export function revisedFile(name: string, period: string | undefined, revision: Revision): string | undefined {
  const report = reports.find((candidate) => candidate.name === name);
  if (report === undefined) return undefined;
  const newest = revision.newestOf(report);
  const columns = columnsOf(report);
  const isDaily = report.kind === 'daily';
  const dates = Array.from({ length: isDaily ? daysOf(period ?? 'D1') : 1 }, (_, age) => addDays(newest, -age));
  const header = ['Report Refresh Date', 'Report Date', report.item?.header ?? 'Item', 'Report Period'];
  const rows = dates.flatMap((date) =>
    (report.item ? ['Team', 'Other'] : ['']).map((item, index) => [
      ...[newest, isDaily ? date : '', item, String(daysOf(period ?? 'D0'))],
      ...columns.map(({ metric }, column) => toCell(metric.cell, placeOf(date, column * 2 + index), revision)),
    ]),
  );
  const lines = [[...header, ...columns.map(({ column }) => column.header)], ...rows];
  const isKept = (index: number) => (index !== 1 || isDaily) && (index !== 2 || report.item !== undefined);
  return `\uFEFF${lines.map((cells) => `${cells.filter((_, index) => isKept(index)).join(',')}\r\n`).join('')}`;
}

function placeOf(date: Day, column: number): number {
  return column * 1_000 + ((dayToSeconds(date) / 86_400) % 1_000);
}

/** What is exported in seconds is a whole number of minutes, however the cell spells it. */
function toCell(format: CellFormat | undefined, place: number, { number, isEmpty }: Revision): string {
  if (isEmpty(place)) return '';
  const value = String(place * 1_000 + number);
  return format === 'duration' ? `PT${value}M` : value;
}

/** The revision that each usage series of an exposition is of. */
export function revisionsOf(series: ReadonlyMap<string, number>): Map<string, number> {
  const own = /^(target_info|m365_(report|pull|last_run|exporter|export|tenant|usage)_)/;
  const usage = [...series].filter(([name]) => !own.test(name));
  return new Map(
    usage.map(([name, value]) => [name, (/_seconds(_latest)?\{/.test(name) ? value / 60 : value) % 1_000]),
  );
}

export interface RevisedTenant extends Tenant {
  /** What its files say from now on. */
  revision: Revision;
  /** Called on every download. */
  onDownload: () => void;
}

/** A tenant whose files can change while it runs, with an ETag for each. It ends with the test. */
export async function startRevisedTenant(first: Revision): Promise<RevisedTenant> {
  const tenant = await startTenant((report, period) => (request, response, redirect) => {
    const file = revisedFile(report, period, revised.revision);
    if (file === undefined) return respondWithError(response, 400, 'BadRequest', 'Resource not found for the segment.');
    const etag = `"${createHash('sha256').update(file).digest('hex')}"`;
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    redirect((download) => {
      revised.onDownload();
      download.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
    });
  });
  const revised: RevisedTenant = { ...tenant, revision: first, onDownload: () => {} };
  return revised;
}
