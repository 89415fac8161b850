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
  /** 1 where the date is one of the column's busy ones, so that a fall on it says something. Weekends seldom are. */
  readonly main: Uint8Array;
  /** Of each day of the week, the values of the last eight weeks in ascending order; an empty cell is a 0. */
  readonly past: readonly number[][];
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
  for (let index = 0; index <= newest; index += 1) values[index] = days.get(dates[index] ?? '') ?? Number.NaN;
  return asGridColumn(values, newest);
}

/** A column of which nothing usual is known yet. */
export function asGridColumn(values: Float64Array, newest: number): GridColumn {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return {
    values,
    usual: new Float64Array(values.length).fill(Number.NaN),
    main: new Uint8Array(values.length),
    past: Array.from({ length: 7 }, () => []),
    first: first < 0 ? values.length : first,
    newest,
  };
}
