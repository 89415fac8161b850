import type { Day } from './dates.ts';

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

/** The filled cells of a column that are no number. */
export interface RejectedCells {
  readonly column: string;
  readonly cells: number;
  /** What one of them looks like, whatever order they come in: a 9 for each digit, an a for each letter. */
  readonly shape: string;
}

/** Rows that are left out for one cause. */
export interface LeftOutRows {
  readonly rows: number;
  /** Follows a colon: the cause, and what to do. */
  readonly why: string;
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
  /** Those of them that are left out in whole, by cause. */
  readonly leftOutRows: readonly LeftOutRows[];
  /** Filled cells that are no number of their column, by column. */
  readonly rejectedCells: readonly RejectedCells[];
  /** Catalogued columns the file does not have. */
  readonly missingColumns: readonly string[];
  /** Columns of the file that the catalogue does not know. */
  readonly unmappedColumns: readonly string[];
  /** Why not one of the rows can be used, in a sentence; undefined where one can, or there is none. */
  readonly unusable?: string | undefined;
}

/** Of a file without content. */
export const EMPTY_READING: Reading = {
  refreshedOn: undefined,
  newestDate: undefined,
  values: [],
  rows: 0,
  emptyCells: 0,
  rejectedRows: 0,
  leftOutRows: [],
  rejectedCells: [],
  missingColumns: [],
  unmappedColumns: [],
};
