import { daysOf, type Pull } from '../catalogue/periods.ts';
import type { GraphVersion, Report } from '../catalogue/types.ts';
import { ReportError } from '../errors.ts';
import { addDays, type Day, toDay } from './dates.ts';
import { countRepeated, type KeptRow, keepLarger } from './kept-rows.ts';
import { toLayout } from './layout.ts';
import { readRow, type UnreadableCell } from './read-row.ts';
import { type RejectedCells, toRejectedCells } from './rejected-cells.ts';
import type { Table } from './table.ts';
import { whyUnusable } from './why-unusable.ts';

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
  /** Filled cells that are no number of their column, by column. */
  readonly rejectedCells: readonly RejectedCells[];
  /** Catalogued columns the file does not have. */
  readonly missingColumns: readonly string[];
  /** Columns of the file that the catalogue does not know. */
  readonly unmappedColumns: readonly string[];
  /** Why not one of the rows can be used, in a sentence; undefined where one can, or there is none. */
  readonly unusable?: string | undefined;
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
  const unreadable: UnreadableCell[] = [];
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
      if (row.unreadable.length > 0) seen.rejectedRows += 1;
      unreadable.push(...row.unreadable);
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
    rejectedCells: toRejectedCells(unreadable),
    rows: table.rows.length,
    missingColumns: layout.missing,
    unmappedColumns: layout.unmapped,
    ...(table.rows.length > 0 &&
      seen.newestDate === '' && { unusable: whyUnusable(report, layout, table.rows, { accepted, today: toDay(now) }) }),
  };
}

/** To keep one of them would be to guess which. */
function daysWithoutDates(): ReportError {
  return new ReportError(
    'not_a_report',
    'the file has several rows of one refresh date and no Report Date to tell them apart; the next run reads it again',
  );
}
