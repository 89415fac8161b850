import type { GraphVersion, Report } from '../catalogue/types.ts';
import { ReportError } from '../errors/errors.ts';
import { toDay } from './dates.ts';
import { daysOf, type ReportFile } from './files.ts';
import { countRepeated, type KeptRow, mergeDuplicateRows } from './kept-rows.ts';
import { type Layout, toLayout } from './layout.ts';
import { readRow, type UnreadableCell } from './read-row.ts';
import type { Reading } from './reading.ts';
import { toRejectedCells } from './rejected-cells.ts';
import { type Expected, otherPeriod, type RowCause } from './row-cause.ts';
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
export function toReading(report: Report, table: Table, requested: RequestedFile, now: Date): Reading {
  const { file, periodName, version } = requested;
  const layout = toLayout(report, file, version, table);
  const expected: Expected = {
    requestedPeriod: periodName === undefined ? undefined : daysOf(periodName),
    periods: new Set(file.periodNames.map(daysOf)),
    today: toDay(now),
  };
  const read = readRows(report, layout, table, expected);
  const repeated = countRepeated(read.kept.values());
  if (repeated > 0 && layout.isUndated) throw daysWithoutDates();
  const isUnusable = table.rows.length > 0 && read.newestDate === '';

  return {
    refreshedOn: read.refreshedOn || undefined,
    newestDate: read.newestDate || undefined,
    emptyCells: read.emptyCells,
    rejectedRows: Math.min(read.rejectedRows + repeated, table.rows.length),
    values: [...read.kept.values()].flatMap(({ values }) => values),
    rejectedCells: toRejectedCells(read.unreadable),
    rows: table.rows.length,
    missingColumns: layout.missing,
    unmappedColumns: layout.unmapped,
    leftOutRows: isUnusable ? [] : toLeftOut(read.causes, repeated),
    ...(isUnusable && { unusable: whyUnusable([...read.causes, ...read.otherPeriods]) }),
  };
}

/** What the rows of a file are together. Dates are empty where no row could be read. */
interface ReadRows {
  readonly kept: ReadonlyMap<string, KeptRow>;
  refreshedOn: string;
  newestDate: string;
  emptyCells: number;
  rejectedRows: number;
  readonly unreadable: UnreadableCell[];
  /** Of the rows that are rejected whole. */
  readonly causes: RowCause[];
  /** Of the rows that a file brings along. */
  readonly otherPeriods: RowCause[];
}

function readRows(report: Report, layout: Layout, { rows }: Table, expected: Expected): ReadRows {
  const kept = new Map<string, KeptRow>();
  const read: ReadRows = {
    kept,
    refreshedOn: '',
    newestDate: '',
    emptyCells: 0,
    rejectedRows: 0,
    unreadable: [],
    causes: [],
    otherPeriods: [],
  };
  for (const cells of rows) {
    const row = readRow(report, layout, cells, expected);
    if ('kind' in row) {
      read.rejectedRows += 1;
      read.causes.push(row);
    } else if (row.isOfOtherPeriod) {
      read.otherPeriods.push(otherPeriod(layout, cells, expected));
    } else {
      if (row.refreshedOn > read.refreshedOn) read.refreshedOn = row.refreshedOn;
      if (row.date > read.newestDate) read.newestDate = row.date;
      read.emptyCells += row.emptyCells;
      if (row.unreadable.length > 0) read.rejectedRows += 1;
      read.unreadable.push(...row.unreadable);
      mergeDuplicateRows(kept, row.place, row.values);
    }
  }
  // A file may bring the other periods along; one that has nothing else is not what was requested.
  if (read.newestDate === '') read.rejectedRows += read.otherPeriods.length;
  return read;
}

/** To keep one of them would be to guess which. */
function daysWithoutDates(): ReportError {
  return new ReportError(
    'not_a_report',
    'the file has several rows of one refresh date and no Report Date to tell them apart; the next run reads it again',
  );
}
