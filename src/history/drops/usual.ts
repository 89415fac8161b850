import { BASELINE_WEEKS, LEAST_USUAL, LEAST_WEEKS, MAIN_SHARE } from './constants.ts';
import type { GridColumn } from './grid.ts';
import { insertSorted, medianOfSorted, removeSorted } from './median.ts';

/**
 * Fill in what is usual for a date: the median of the same weekday in the eight weeks before, an empty cell counting as
 * 0, and dates on which the tenant was `low` left out. The dates have to be filled in one after the other, since the
 * eight values slide along.
 */
export function fillUsual(column: GridColumn, date: number, low: Uint8Array): void {
  const { values, usual, main, past, first } = column;
  const weekday = past[date % 7] ?? [];
  const newest = date - 7;
  const dropped = newest - 7 * BASELINE_WEEKS;
  if (newest >= first && low[newest] !== 1) insertSorted(weekday, filled(values[newest]));
  if (dropped >= first && low[dropped] !== 1) removeSorted(weekday, filled(values[dropped]));
  if (weekday.length < LEAST_WEEKS) return;
  usual[date] = medianOfSorted(weekday);
  main[date] = Number(isMain(usual, date));
}

function isMain(usual: Float64Array, date: number): boolean {
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
