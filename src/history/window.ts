import { addDays, type Day } from '../report/dates.ts';
import type { SeriesKey } from '../report/to-reading.ts';
import { type Part, seriesId } from './part.ts';

/** One column's values over time, whatever years they were stored in. */
export interface Series extends SeriesKey {
  readonly days: ReadonlyMap<Day, number>;
}

export function toSeries(parts: readonly Part[]): readonly Series[] {
  const all = new Map<string, SeriesKey & { readonly days: Map<Day, number> }>();
  for (const { column, item, period, days } of parts.flatMap((part) => part.series)) {
    const key = { column, item, ...(period !== undefined && { period }) };
    const series = all.get(seriesId(key)) ?? { ...key, days: new Map() };
    all.set(seriesId(key), series);
    for (const [date, [value]] of Object.entries(days)) series.days.set(date, value);
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
