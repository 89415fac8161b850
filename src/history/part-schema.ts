import * as v from 'valibot';
import type { Day } from '../report/dates.ts';
import { byName, DAY, isDay, isObject, listOf, NUMBER, stored, TEXT, TIME } from './stored.ts';

export const precedence = {
  /** Empty when the file had no rows. */
  refreshedOn: v.union([v.literal(''), DAY]),
  pulledAt: TIME,
};

/** Where a value comes from. Readings precedence by refresh date, then by time of pull. */
const RANK = stored(precedence);
export type Precedence = v.InferOutput<typeof RANK>;

/** Graph's ETag for a file whose values are in the same part, and what was requested then. */
const KNOWN_RESPONSE = stored({
  ...precedence,
  etag: v.string(),
  /** Identifies the catalogue entry the file was read through: another entry reads other things from it. */
  entry: v.string(),
});
export type KnownResponse = v.InferOutput<typeof KNOWN_RESPONSE>;

/** A value, and the index of its reading. */
export type PartValue = readonly [value: number, reading: number];

export const seriesKey = {
  /** The header as catalogued, or as sent where the catalogue does not know it. */
  column: TEXT,
  /** The text of the report's item column; empty where it has none. */
  item: TEXT,
  /** Days, where the value depends on them. */
  period: v.exactOptional(NUMBER),
};

const PART_SERIES = stored({
  ...seriesKey,
  /** What is in it is checked with the whole part, which knows the readings. */
  days: v.custom<Readonly<Record<Day, PartValue>>>(isObject),
});
export type PartSeries = v.InferOutput<typeof PART_SERIES>;

/**
 * The history of one report in one calendar year, as stored. Fields are only ever added: a release must be able to
 * read, and to write back untouched, what a newer one stored.
 */
export const PART = v.pipe(
  stored({
    version: NUMBER,
    /** The readings that the values come from. */
    readings: listOf(RANK),
    series: listOf(PART_SERIES),
    /** By full URL. */
    answers: byName(KNOWN_RESPONSE),
  }),
  v.check(({ series, readings }) => hasDays(series, readings.length)),
);
export type Part = v.InferOutput<typeof PART>;

/** Thousands of values a document: by hand this takes a third of the time that a schema of all of it takes. */
function hasDays(series: readonly { readonly days: Readonly<Record<string, unknown>> }[], readings: number): boolean {
  const known = new Set<string>();
  for (const { days } of series) {
    for (const day in days) {
      if (!isPartValue(days[day], readings) || !(known.has(day) || isDay(day))) return false;
      known.add(day);
    }
  }
  return true;
}

function isPartValue(value: unknown, readings: number): boolean {
  if (!Array.isArray(value) || value.length < 2) return false;
  const [number, reading]: readonly unknown[] = value;
  return Number.isFinite(number) && Number.isInteger(reading) && Number(reading) >= 0 && Number(reading) < readings;
}
