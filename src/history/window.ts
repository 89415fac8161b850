import type { Report } from '../catalogue/types.ts';
import { canonicalName } from '../report/columns.ts';
import { addDays, type Day } from '../report/dates.ts';
import type { SeriesKey } from '../report/reading.ts';
import { seriesId } from '../report/series-id.ts';
import type { Part } from './part-schema.ts';

/** One column's values over time, whatever years they were stored in. */
export interface Series extends SeriesKey {
  readonly days: ReadonlyMap<Day, number>;
}

/**
 * The series of a report, under the headers the catalogue has today: what was stored under another spelling, or before
 * the catalogue knew the column, is the past of the same series.
 */
export function toSeries(report: Report, parts: readonly Part[]): readonly Series[] {
  const nameOf = canonicalName(report);
  const stored = parts.flatMap((part) => part.series);
  const all = new Map<string, SeriesKey & { readonly days: Map<Day, number> }>();
  for (const isOtherName of [true, false]) {
    for (const { column, item, period, days } of stored.filter(
      (entry) => (nameOf(entry.column) !== entry.column) === isOtherName,
    )) {
      const key = { column: nameOf(column), item, ...(period !== undefined && { period }) };
      const series = all.get(seriesId(key)) ?? { ...key, days: new Map() };
      all.set(seriesId(key), series);
      for (const [date, [value]] of Object.entries(days)) series.days.set(date, value);
    }
  }
  return [...all.values()];
}

/** The newest date with a value. */
export function newestDay(series: Series): Day {
  let newest = '';
  for (const day of series.days.keys()) if (day > newest) newest = day;
  return newest;
}

/** The first of `days` days that end with `last`. */
export function windowStart(last: Day, days: number): Day {
  return addDays(last, 1 - days);
}
