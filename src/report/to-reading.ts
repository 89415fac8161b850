import type { GraphVersion, Report } from '../catalogue/types.ts';
import { ReportError } from '../errors/errors.ts';
import { addDays, toDay } from './dates.ts';
import { countRepeated, type KeptRow, mergeDuplicateRows } from './kept-rows.ts';
import { toLayout } from './layout.ts';
import { daysOf, type ReportFile } from './plan.ts';
import { readRow, type UnreadableCell } from './read-row.ts';
import type { Reading } from './reading.ts';
import { toRejectedCells } from './rejected-cells.ts';
import { causeOf, type RowCause } from './row-cause.ts';
import type { Table } from './table.ts';
import { toLeftOut, whyUnusable } from './why-unusable.ts';

/** The file that was requested, and how. */
export interface RequestedFile {
  readonly file: ReportFile;
  /** The name of the period that Graph knows; undefined where the function takes none. */
  readonly periodName: string | undefined;
  readonly version: GraphVersion;
}

/**
 * Read a table through its report. Rows dated after their refresh date, or refreshed more than a day after `now`,
 * are rejected. Of two cells for one key the larger stands.
 *
 * @throws ReportError `not_a_report` when the file is not this report at all
 */
export function toReading(
  report: Report,
  table: Table,
  { file, periodName, version }: RequestedFile,
  now: Date,
): Reading {
  const layout = toLayout(report, file, version, table);
  const requestedPeriod = periodName === undefined ? undefined : daysOf(periodName);
  const periods = new Set(file.periodNames.map(daysOf));
  const latestRefresh = addDays(toDay(now), 1);
  const kept = new Map<string, KeptRow>();
  const seen = { refreshedOn: '', newestDate: '', emptyCells: 0, rejectedRows: 0 };
  const unreadable: UnreadableCell[] = [];
  const rejected: RowCause[] = [];
  const expected = { periods, today: toDay(now) };
  let ofOtherPeriods = 0;

  for (const cells of table.rows) {
    const row = readRow(report, layout, cells, { requestedPeriod, periods });
    if (row === undefined || row.refreshedOn > latestRefresh) {
      seen.rejectedRows += 1;
      rejected.push(causeOf(report, layout, cells, expected));
    } else if (row.isOfOtherPeriod) {
      ofOtherPeriods += 1;
    } else {
      if (row.refreshedOn > seen.refreshedOn) seen.refreshedOn = row.refreshedOn;
      if (row.date > seen.newestDate) seen.newestDate = row.date;
      seen.emptyCells += row.emptyCells;
      if (row.unreadable.length > 0) seen.rejectedRows += 1;
      unreadable.push(...row.unreadable);
      mergeDuplicateRows(kept, row.place, row.values);
    }
  }
  // A file may bring the other periods along; one that has nothing else is not what was requested.
  if (seen.newestDate === '') seen.rejectedRows += ofOtherPeriods;
  const repeated = countRepeated(kept.values());
  if (repeated > 0 && layout.isUndated) throw daysWithoutDates();
  const isUnusable = table.rows.length > 0 && seen.newestDate === '';

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
    leftOutRows: isUnusable ? [] : toLeftOut(rejected, repeated),
    ...(isUnusable && { unusable: whyUnusable(table.rows.map((cells) => causeOf(report, layout, cells, expected))) }),
  };
}

/** To keep one of them would be to guess which. */
function daysWithoutDates(): ReportError {
  return new ReportError(
    'not_a_report',
    'the file has several rows of one refresh date and no Report Date to tell them apart; the next run reads it again',
  );
}
