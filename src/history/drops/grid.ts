import { addDays, type Day } from '../../report/dates.ts';
import { HISTORY_DAYS } from './constants.ts';

/** A column as it comes from history. */
export interface ColumnHistory {
  readonly report: string;
  readonly column: string;
  readonly days: ReadonlyMap<Day, number>;
  /** The report's newest date. Up to it, a date without a value is an empty cell. */
  readonly newestDate: Day;
}

/** The dates that a tenant is judged by, oldest first, and its columns as arrays over them. */
export interface Grid {
  readonly dates: readonly Day[];
  readonly columns: readonly GridColumn[];
}

/** A column over the dates of its tenant. Indexes count days. */
export interface GridColumn {
  /** NaN is an empty cell, or none. */
  readonly values: Float64Array;
  /** What is usual for each date; NaN where too little is known. Filled in date by date. */
  readonly usual: Float64Array;
  /** Index of the first value. */
  readonly first: number;
  /** Index of the report's newest date. */
  readonly newest: number;
}

export function toGrid(columns: readonly ColumnHistory[]): Grid {
  const last = columns.reduce((newest, { newestDate }) => (newestDate > newest ? newestDate : newest), '');
  const dates =
    last === '' ? [] : Array.from({ length: HISTORY_DAYS }, (_, index) => addDays(last, index + 1 - HISTORY_DAYS));
  return { dates, columns: columns.map((column) => toGridColumn(column, dates)) };
}

export function toGridColumn({ days, newestDate }: ColumnHistory, dates: readonly Day[]): GridColumn {
  const newest = dates.indexOf(newestDate);
  const values = new Float64Array(dates.length).fill(Number.NaN);
  let first = dates.length;
  for (const [index, date] of dates.entries()) {
    const value = index > newest ? undefined : days.get(date);
    if (value === undefined) continue;
    values[index] = value;
    if (first === dates.length) first = index;
  }
  return { values, usual: new Float64Array(dates.length).fill(Number.NaN), first, newest };
}
