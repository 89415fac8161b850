import { isWholePeriod } from '../catalogue/columns.ts';
import { daysOf, type Pull } from '../catalogue/periods.ts';
import type { GraphVersion, Report } from '../catalogue/types.ts';
import { ReportError } from '../errors.ts';
import { addDays, type Day, dayToSeconds, readDay, toDay } from './dates.ts';
import { countRepeated, type KeptRow, keepLarger } from './kept-values.ts';
import { isLabel, type Layout, toLayout } from './layout.ts';
import { readCell } from './read-cell.ts';
import type { Table } from './table.ts';

/** What a value is filed under. Graph's own words, never our metric names: a renamed metric keeps its past. */
export interface SeriesKey {
  /** The header as catalogued, or as sent where the catalogue does not know it. */
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
  /** Of catalogued columns. */
  readonly emptyCells: number;
  /** Rows left out in whole or in part. */
  readonly rejectedRows: number;
  /** Catalogued columns the file does not have. */
  readonly missingColumns: readonly string[];
  /** Columns of the file that the catalogue does not know. */
  readonly unmappedColumns: readonly string[];
}

/** As what a file was asked for. */
export interface Asked {
  readonly pull: Pull;
  /** The name of the period that Graph answered to; undefined where the function takes none. */
  readonly periodName: string | undefined;
  readonly version: GraphVersion;
}

/**
 * Read a table through its report. Rows dated after their refresh date, or refreshed more than a day after `now`,
 * are rejected. Of two cells for one key the larger stands.
 *
 * @throws ReportError `not_a_report` when the file is not this report at all
 */
export function toReading(report: Report, table: Table, { pull, periodName, version }: Asked, now: Date): Reading {
  const layout = toLayout(report, pull, version, table);
  const asked = periodName === undefined ? undefined : daysOf(periodName);
  const accepted = new Set(pull.periodNames.map(daysOf));
  const latestRefresh = addDays(toDay(now), 1);
  const kept = new Map<string, KeptRow>();
  const seen = { refreshedOn: '', newestDate: '', emptyCells: 0, rejectedRows: 0 };
  let ofOtherPeriods = 0;

  for (const cells of table.rows) {
    const row = readRow(report, layout, cells, { asked, accepted });
    if (row === undefined || row.refreshedOn > latestRefresh) {
      seen.rejectedRows += 1;
    } else if (row.isOfOtherPeriod) {
      ofOtherPeriods += 1;
    } else {
      if (row.refreshedOn > seen.refreshedOn) seen.refreshedOn = row.refreshedOn;
      if (row.date > seen.newestDate) seen.newestDate = row.date;
      seen.emptyCells += row.emptyCells;
      if (row.isUnreadable) seen.rejectedRows += 1;
      keepLarger(kept, row.place, row.values);
    }
  }
  // A file may bring the other periods along; one that has nothing else is not what was asked for.
  if (seen.newestDate === '') seen.rejectedRows += ofOtherPeriods;
  const repeated = countRepeated(kept.values());
  if (repeated > 0 && layout.isUndated) throw daysWithoutDates();

  return {
    ...seen,
    refreshedOn: seen.refreshedOn || undefined,
    newestDate: seen.newestDate || undefined,
    rejectedRows: Math.min(seen.rejectedRows + repeated, table.rows.length),
    values: [...kept.values()].flatMap(({ values }) => values),
    rows: table.rows.length,
    missingColumns: layout.missing,
    unmappedColumns: layout.unmapped,
  };
}

/** The reports of Microsoft Graph are of 2017. */
const FIRST_REFRESH: Day = '2017-01-01';

/** The longest period has 180 days; what is twice as old is a mistake. */
const MAX_AGE_DAYS = 366;

/** To keep one of them would be to guess which. */
function daysWithoutDates(): ReportError {
  return new ReportError(
    'not_a_report',
    'the file has several rows of one refresh date and no Report Date to tell them apart; the next run reads it again',
  );
}

interface Row {
  readonly refreshedOn: Day;
  readonly date: Day;
  /** The same for rows that stand for the same. */
  readonly place: string;
  readonly values: readonly DatedValue[];
  readonly emptyCells: number;
  readonly isUnreadable: boolean;
  readonly isOfOtherPeriod: boolean;
}

/** Undefined when the row cannot be placed: no valid dates, or not as many cells as the header has. */
function readRow(
  report: Report,
  layout: Layout,
  cells: readonly string[],
  { asked, accepted }: { readonly asked: number | undefined; readonly accepted: ReadonlySet<number> },
): Row | undefined {
  if (cells.length < layout.width || cells.slice(layout.width).some((cell) => cell !== '')) return undefined;
  const cell = (index: number) => cells[index] ?? '';
  const refreshedOn = readDay(cell(layout.refreshDate));
  const date = report.kind === 'daily' && layout.reportDate >= 0 ? readDay(cell(layout.reportDate)) : refreshedOn;
  if (refreshedOn === undefined || date === undefined || !isPossible(date, refreshedOn)) return undefined;

  const item = layout.item < 0 ? '' : cell(layout.item);
  if (!isLabel(item)) return undefined;
  const stated = isWholePeriod(report) ? cell(layout.reportPeriod) : '';
  const period = stated === '' ? asked : Number(stated);
  const values: DatedValue[] = [];
  let emptyCells = 0;
  let isUnreadable = false;
  for (const { name, cell: format, index, withPeriod, isCatalogued } of layout.columns) {
    const text = cell(index);
    const value = text === '' ? undefined : readCell(format, text);
    if (value !== undefined) {
      const key = { column: name, item, date, value };
      values.push(withPeriod && period !== undefined ? { ...key, period } : key);
    } else if (text !== '') isUnreadable = true;
    else if (isCatalogued) emptyCells += 1;
  }
  const isOfOtherPeriod = stated !== '' && !accepted.has(Number(stated));
  const place = `${date}\n${period ?? ''}\n${item}`;
  return { refreshedOn, date, place, values, emptyCells, isUnreadable, isOfOtherPeriod };
}

/** A year of history is a document: dates that cannot be would make a document each. */
function isPossible(date: Day, refreshedOn: Day): boolean {
  if (refreshedOn < FIRST_REFRESH || date > refreshedOn) return false;
  return dayToSeconds(refreshedOn) - dayToSeconds(date) <= MAX_AGE_DAYS * 86_400;
}
