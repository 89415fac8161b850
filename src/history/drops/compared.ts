import { type Activity, comparisonOn } from './activity.ts';
import { LEAST_LEVEL_DATES, LEVEL_DATES, MOST_LEVEL } from './constants.ts';
import type { GridColumn } from './grid.ts';
import { insertSorted, medianOfSorted, removeSorted } from './median.ts';
import { filled } from './usual.ts';

/** A date of a column that can be compared with what is usual. */
export interface ComparedDate {
  /** Index of the date. */
  readonly date: number;
  readonly observed: number;
  /** Usual for the weekday, times what the whole tenant does. */
  readonly expected: number;
  /** Logarithm of observed by expected; the one added to both keeps an empty day finite. */
  readonly residual: number;
}

/**
 * The main dates on which the tenant is not low, oldest first. Files have gaps, so an empty cell alone is left out; two
 * in a row are zeros.
 */
export function toCompared(column: GridColumn, activity: Activity): readonly ComparedDate[] {
  const main = mainDates(column, activity);
  const isEmpty = (index: number) => {
    const date = main[index]?.date;
    return date !== undefined && Number.isNaN(column.values[date]);
  };
  return main.filter((_, index) => !isEmpty(index) || isEmpty(index - 1) || isEmpty(index + 1));
}

function mainDates(column: GridColumn, activity: Activity): readonly ComparedDate[] {
  const compared: ComparedDate[] = [];
  for (let date = column.first; date <= column.newest; date += 1) {
    if (column.main[date] !== 1) continue;
    const { complete, factor, isLow } = comparisonOn(activity, date, date === column.newest);
    if (isLow) continue;
    const observed = filled(column.values[date]) / complete;
    const expected = filled(column.usual[date]) * factor;
    compared.push({ date, observed, expected, residual: Math.log((observed + 1) / (expected + 1)) });
  }
  return compared;
}

/** How the column ran before each date, as a logarithm: the median of its last ten residuals, within limits. */
export function toLevels(compared: readonly ComparedDate[]): readonly number[] {
  const levels: number[] = [];
  const sorted: number[] = [];
  for (const [index, { residual }] of compared.entries()) {
    const level = sorted.length < LEAST_LEVEL_DATES ? 0 : medianOfSorted(sorted);
    levels.push(Math.min(MOST_LEVEL, Math.max(-MOST_LEVEL, level)));
    const oldest = compared[index - LEVEL_DATES];
    if (oldest !== undefined) removeSorted(sorted, oldest.residual);
    insertSorted(sorted, residual);
  }
  return levels;
}
