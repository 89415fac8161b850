import { BASELINE_WEEKS, LEAST_USUAL, LEAST_WEEKS, MAIN_SHARE } from './constants.ts';
import type { GridColumn } from './grid.ts';
import { insertSorted, medianOfSorted } from './median.ts';

/**
 * Fill in what is usual for a date: the median of the same weekday in the eight weeks before, an empty cell counting as
 * 0, and dates on which the tenant was `low` left out.
 */
export function fillUsual({ values, usual, first }: GridColumn, date: number, low: Uint8Array): void {
  const past: number[] = [];
  for (let week = 1; week <= BASELINE_WEEKS; week += 1) {
    const then = date - 7 * week;
    if (then < first) break;
    if (low[then] !== 1) insertSorted(past, filled(values[then]));
  }
  if (past.length >= LEAST_WEEKS) usual[date] = medianOfSorted(past);
}

/** Whether a date is one of the column's busy ones, so that a fall on it says something. Weekends seldom are. */
export function isMain({ usual }: GridColumn, date: number): boolean {
  const own = usual[date] ?? Number.NaN;
  if (!(own >= LEAST_USUAL)) return false;
  for (let day = Math.max(0, date - 6); day < date; day += 1) {
    if (own < MAIN_SHARE * filled(usual[day])) return false;
  }
  return true;
}

/** An empty cell as 0. */
export function filled(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
