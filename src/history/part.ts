import { type Day, yearOf } from '../report/dates.ts';
import type { DatedValue, SeriesKey } from '../report/to-reading.ts';

/** Where a value comes from. Readings rank by refresh date, then by time of pull. */
export interface Rank {
  /** Empty when the file had no rows. */
  readonly refreshedOn: Day | '';
  /** ISO 8601. */
  readonly pulledAt: string;
}

/** Graph's ETag for a file whose values are in the same part, and what it was an answer to. */
export interface KnownAnswer extends Rank {
  readonly etag: string;
  /** Identifies the catalogue entry the file was read through: another entry reads other things from it. */
  readonly entry: string;
}

/** A value, and the index of its reading. */
export type PartValue = readonly [value: number, reading: number];

export interface PartSeries extends SeriesKey {
  readonly days: Readonly<Record<Day, PartValue>>;
}

/**
 * The history of one report in one calendar year, as stored. Fields are only ever added: a release must be able to
 * read, and to write back untouched, what a newer one stored.
 */
export interface Part {
  readonly version: 1;
  /** The readings that the values come from. */
  readonly readings: readonly Rank[];
  readonly series: readonly PartSeries[];
  /** By full URL. */
  readonly answers: Readonly<Record<string, KnownAnswer>>;
}

export const EMPTY_PART: Part = { version: 1, readings: [], series: [], answers: {} };

/** Negative when `a` is the older reading. */
export function compareRanks(a: Rank, b: Rank): number {
  return compareText(a.refreshedOn, b.refreshedOn) || compareText(a.pulledAt, b.pulledAt);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The values of a reading by calendar year, oldest year first. */
export function byYear(values: readonly DatedValue[]): readonly (readonly [number, readonly DatedValue[]])[] {
  const years = Map.groupBy(values, ({ date }) => yearOf(date));
  return [...years].sort(([a], [b]) => a - b);
}
