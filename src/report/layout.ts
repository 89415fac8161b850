import type { CellFormat, GraphVersion, Report } from '../catalogue/types.ts';
import { ReportError } from '../errors/errors.ts';
import { columnsOf, comparable, dependsOnPeriod, isWholePeriod, namesOf } from './columns.ts';
import type { ReportFile } from './files.ts';
import { readCell } from './read-cell.ts';
import type { Table } from './table.ts';

/** Unmapped columns that are kept of a file; more of them would be another file. */
const MAX_UNMAPPED = 50;

/** The longest header and kind of site have below a hundred characters; what is longer is no label. */
export const MAX_LABEL_LENGTH = 200;

/** Letters of a column's name that a message repeats. */
const MAX_QUOTED = 60;

const BOOKKEEPING = {
  refreshDate: 'Report Refresh Date',
  reportDate: 'Report Date',
  reportPeriod: 'Report Period',
} as const;

/** A column to read. */
export interface ReadColumn {
  readonly index: number;
  /** Under which its values are filed. */
  readonly name: string;
  readonly cell: CellFormat;
  /** Whether its values are filed under the period of the file. */
  readonly withPeriod: boolean;
  readonly isCatalogued: boolean;
}

/** Where in a row everything stands; -1 for what the file does not have. */
export interface Layout {
  readonly width: number;
  readonly refreshDate: number;
  readonly reportDate: number;
  readonly reportPeriod: number;
  readonly item: number;
  /** Whether a report of days comes without their dates. */
  readonly isUndated: boolean;
  readonly columns: readonly ReadColumn[];
  readonly missing: readonly string[];
  readonly unmapped: readonly string[];
}

/** @throws ReportError `not_a_report` */
export function toLayout(report: Report, file: ReportFile, version: GraphVersion, table: Table): Layout {
  const names = table.header.map(comparable);
  const places = placesOf(report, names);
  const catalogued = columnsOf(report).map((entry) => ({ ...entry, index: firstOf(names, namesOf(entry.column)) }));
  const isThisReport = catalogued.some(({ index }) => index >= 0);
  const fault = repeatedName(names) ?? (isThisReport ? missingPlace(report, places) : whatElse(table.header));
  if (fault !== undefined) throw notThisReport(fault);

  const ofFile = catalogued.filter(({ column }) => file.columns.some((entry) => entry.column === column));
  const read = ofFile
    .filter(({ index }) => index >= 0)
    .map(({ metric, column, index }) => ({
      index,
      name: column.header,
      cell: metric.cell ?? 'number',
      withPeriod: places.isUndated || dependsOnPeriod(report, metric),
      isCatalogued: true,
    }));
  const unmapped = unmappedIn(report, names, places);
  const withPeriod = places.isUndated || isWholePeriod(report);
  return {
    ...places,
    width: table.header.findLastIndex((name) => name !== '') + 1,
    columns: [...read, ...(file.readsUnmapped ? readable(unmapped, table, withPeriod) : [])],
    missing: ofFile
      .filter(({ column, index }) => index < 0 && !column.optional && (column.versions?.includes(version) ?? true))
      .map(({ column }) => column.header),
    unmapped: unmapped.map((index) => (table.header[index] ?? '').slice(0, MAX_LABEL_LENGTH)),
  };
}

type Places = Pick<Layout, 'refreshDate' | 'reportDate' | 'reportPeriod' | 'item' | 'isUndated'>;

function placesOf(report: Report, names: readonly string[]): Places {
  const find = (name: string) => names.indexOf(comparable(name));
  const reportDate = find(BOOKKEEPING.reportDate);
  return {
    refreshDate: find(BOOKKEEPING.refreshDate),
    reportDate,
    reportPeriod: find(BOOKKEEPING.reportPeriod),
    item: report.item ? find(report.item.header) : -1,
    isUndated: report.mayLackDates === true && reportDate < 0,
  };
}

function repeatedName(names: readonly string[]): string | undefined {
  const repeated = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  return repeated && `has two columns named "${repeated.slice(0, MAX_QUOTED).toWellFormed()}"`;
}

/** What a file of this report lacks without which none of its rows can be read. */
function missingPlace(report: Report, { refreshDate, reportDate, item, isUndated }: Places): string | undefined {
  if (refreshDate < 0) return `has no column ${BOOKKEEPING.refreshDate}`;
  if (report.kind === 'daily' && reportDate < 0 && !isUndated) return `has no column ${BOOKKEEPING.reportDate}`;
  return report.item && item < 0 ? `has no column ${report.item.header}` : undefined;
}

/** Where the columns stand that the catalogue does not know. */
function unmappedIn(report: Report, names: readonly string[], places: Places): readonly number[] {
  const bookkeeping = new Set([places.refreshDate, places.reportDate, places.reportPeriod, places.item]);
  // A file may spell one column in two ways; the second is no column of its own.
  const known = new Set(columnsOf(report).flatMap(({ column }) => namesOf(column)));
  return names.flatMap((name, index) => (name === '' || bookkeeping.has(index) || known.has(name) ? [] : [index]));
}

/** Those of unmapped columns whose cells say by themselves how they are read. */
function readable(unmapped: readonly number[], table: Table, withPeriod: boolean): readonly ReadColumn[] {
  const columns = unmapped.flatMap((index) => {
    const name = table.header[index] ?? '';
    const cell = isLabel(name) ? formatOf(table, index) : undefined;
    return cell === undefined ? [] : [{ index, name, cell, withPeriod, isCatalogued: false }];
  });
  return columns.slice(0, MAX_UNMAPPED);
}

function firstOf(names: readonly string[], wanted: readonly string[]): number {
  return wanted.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
}

/** How all filled cells of an unmapped column spell a number; undefined where they do not, or there are none. */
function formatOf({ rows }: Table, index: number): CellFormat | undefined {
  const filled = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
  if (filled.length === 0) return undefined;
  return (['number', 'duration'] as const).find((format) =>
    filled.every((cell) => readCell(format, cell) !== undefined),
  );
}

/** Whether a text of the file may become the value of a label. */
export function isLabel(text: string): boolean {
  return text.length <= MAX_LABEL_LENGTH;
}

/** What a file is that has none of a report's columns, by its first line. */
function whatElse([first = '', ...others]: readonly string[]): string {
  if (first === '' && others.length === 0) return 'is empty';
  if (first.startsWith('<')) return 'is a web page, such as that of a proxy or of a login, and no report';
  return first.includes('\0') ? 'holds bytes that are no text' : 'has none of the columns of this report';
}

function notThisReport(what: string): ReportError {
  return new ReportError('not_a_report', `the file ${what}; Graph sent something else, the next run reads it again`);
}
