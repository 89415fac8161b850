import { type CataloguedColumn, columnsOf, dependsOnPeriod } from '../catalogue/index.ts';
import type { Report } from '../catalogue/types.ts';
import { ReportError } from '../errors.ts';
import { addDays, type Day, readDay, toDay } from './dates.ts';
import type { Table } from './parse-csv.ts';
import { readCell } from './read-cell.ts';

/** What a value is filed under. Graph's own words, never our metric names: a renamed metric keeps its past. */
export interface SeriesKey {
  /** The header as catalogued. */
  readonly column: string;
  /** The text of the report's item column, such as a site type; empty where it has none. */
  readonly item: string;
  /** Days, as Graph counts them; only where the value depends on it. */
  readonly period?: number;
}

export interface DatedValue extends SeriesKey {
  readonly date: Day;
  readonly value: number;
}

/** A table read through its catalogue entry: what it says, and where the two disagree. */
export interface Reading {
  /** `Report Refresh Date`, the newest; undefined when the file has no usable row. */
  readonly refreshedOn: Day | undefined;
  /** The newest date that has a row, whether or not its cells are filled. */
  readonly newestDate: Day | undefined;
  /** Filled cells only. */
  readonly values: readonly DatedValue[];
  readonly rows: number;
  readonly emptyCells: number;
  /** Rows left out in whole or in part. */
  readonly rejectedRows: number;
  /** Catalogued columns the file does not have. */
  readonly missingColumns: readonly string[];
  /** Columns of the file that the catalogue does not know. */
  readonly unmappedColumns: readonly string[];
}

const REFRESH_DATE = 'Report Refresh Date';
const REPORT_DATE = 'Report Date';
const REPORT_PERIOD = 'Report Period';

/**
 * Read a table through its report. Rows dated after their refresh date, or refreshed more than a day after `now`,
 * are rejected. Of two cells for one key the larger stands.
 *
 * @throws ReportError `not_a_report` when the file is not this report at all
 */
export function toReading(report: Report, table: Table, now: Date): Reading {
  const layout = toLayout(report, table.header);
  const latestRefresh = addDays(toDay(now), 1);
  const values = new Map<string, DatedValue>();
  const seen = { refreshedOn: '', newestDate: '', emptyCells: 0, rejectedRows: 0 };

  for (const cells of table.rows) {
    const row = readRow(report, layout, cells);
    if (row === undefined || row.refreshedOn > latestRefresh) {
      seen.rejectedRows += 1;
      continue;
    }
    if (row.refreshedOn > seen.refreshedOn) seen.refreshedOn = row.refreshedOn;
    if (row.date > seen.newestDate) seen.newestDate = row.date;
    seen.emptyCells += row.emptyCells;
    const repeats = row.values.filter((value) => !keepLarger(values, value)).length;
    if (row.unreadable || repeats > 0) seen.rejectedRows += 1;
  }

  return {
    ...seen,
    refreshedOn: seen.refreshedOn || undefined,
    newestDate: seen.newestDate || undefined,
    values: [...values.values()],
    rows: table.rows.length,
    missingColumns: layout.missing,
    unmappedColumns: layout.unmapped,
  };
}

/** Where in a row everything stands. */
interface Layout {
  readonly width: number;
  readonly refreshDate: number;
  /** -1: the report has no such column. */
  readonly reportDate: number;
  readonly reportPeriod: number;
  readonly item: number;
  readonly columns: readonly (CataloguedColumn & { readonly index: number })[];
  readonly missing: readonly string[];
  readonly unmapped: readonly string[];
}

function toLayout(report: Report, header: readonly string[]): Layout {
  const names = header.map(normalize);
  const repeated = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (repeated !== undefined) throw notThisReport(`has two columns named "${repeated}"`);

  const find = (name: string) => names.indexOf(normalize(name));
  const all = columnsOf(report).map((entry) => {
    const spellings = [entry.column.header, ...(entry.column.spellings ?? [])];
    return { ...entry, index: spellings.map(find).find((index) => index >= 0) ?? -1 };
  });
  const columns = all.filter(({ index }) => index >= 0);
  const layout = {
    width: names.findLastIndex((name) => name !== '') + 1,
    refreshDate: find(REFRESH_DATE),
    reportDate: find(REPORT_DATE),
    reportPeriod: find(REPORT_PERIOD),
    item: report.item ? find(report.item.header) : -1,
  };
  if (columns.length === 0) throw notThisReport('has none of the columns of this report');
  if (layout.refreshDate < 0) throw notThisReport(`has no column ${REFRESH_DATE}`);
  if (report.kind === 'daily' && layout.reportDate < 0) throw notThisReport(`has no column ${REPORT_DATE}`);
  if (report.item && layout.item < 0) throw notThisReport(`has no column ${report.item.header}`);

  const known = new Set([...Object.values(layout).slice(1), ...columns.map(({ index }) => index)]);
  return {
    ...layout,
    columns,
    missing: all.filter(({ index }) => index < 0).map(({ column }) => column.header),
    unmapped: header.filter((name, index) => name !== '' && !known.has(index)),
  };
}

/** Graph varies the case and the spacing of its headers; neither tells two columns apart. */
function normalize(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function notThisReport(what: string): ReportError {
  return new ReportError('not_a_report', `the file ${what}; Graph sent something else, the next run reads it again`);
}

interface Row {
  readonly refreshedOn: Day;
  readonly date: Day;
  readonly values: readonly DatedValue[];
  readonly emptyCells: number;
  readonly unreadable: boolean;
}

/** Undefined when the row cannot be placed: no valid dates, or not as many cells as the header has. */
function readRow(report: Report, layout: Layout, cells: readonly string[]): Row | undefined {
  if (cells.length < layout.width || cells.slice(layout.width).some((cell) => cell !== '')) return undefined;
  const cell = (index: number) => cells[index] ?? '';

  const refreshedOn = readDay(cell(layout.refreshDate));
  const date = report.kind === 'daily' ? readDay(cell(layout.reportDate)) : refreshedOn;
  if (refreshedOn === undefined || date === undefined || date > refreshedOn) return undefined;
  const period = dependsOnPeriod(report) ? readCell('number', cell(layout.reportPeriod)) : undefined;
  if (dependsOnPeriod(report) && period === undefined) return undefined;

  const filled = layout.columns.filter(({ index }) => cell(index) !== '');
  const key = { item: layout.item < 0 ? '' : cell(layout.item), date, ...(period !== undefined && { period }) };
  const values = filled.flatMap(({ metric, column, index }) => {
    const value = readCell(metric.cell ?? 'number', cell(index));
    return value === undefined ? [] : [{ column: column.header, ...key, value }];
  });
  return {
    refreshedOn,
    date,
    values,
    emptyCells: layout.columns.length - filled.length,
    unreadable: values.length < filled.length,
  };
}

/** False when the key was there already. */
function keepLarger(values: Map<string, DatedValue>, value: DatedValue): boolean {
  const key = `${value.column}\n${value.item}\n${value.period ?? ''}\n${value.date}`;
  const other = values.get(key);
  if (other === undefined || other.value < value.value) values.set(key, value);
  return other === undefined;
}
