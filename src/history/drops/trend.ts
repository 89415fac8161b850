import { LEAST_PEERS, TREND_DAYS } from './constants.ts';
import type { GridColumn } from './grid.ts';
import { medianOf } from './median.ts';
import { filled } from './usual.ts';

/**
 * The last four weeks of each column by the four before, relative to what the tenant did: 1.1 grew by a tenth more than
 * half of all columns. NaN where a column has not lasted so long, or had nothing before.
 */
export function toTrends(columns: readonly GridColumn[]): readonly number[] {
  const growths = columns.map(growthOf);
  const known = growths.filter((growth) => !Number.isNaN(growth));
  const ofTenant = known.length < LEAST_PEERS ? 1 : medianOf(known);
  return growths.map((growth) => growth / ofTenant);
}

function growthOf({ values, first, newest }: GridColumn): number {
  const start = newest + 1 - TREND_DAYS;
  if (start - TREND_DAYS < first) return Number.NaN;
  const sum = (from: number) =>
    values.subarray(from, from + TREND_DAYS).reduce((total, value) => total + filled(value), 0);
  const before = sum(start - TREND_DAYS);
  return before === 0 ? Number.NaN : sum(start) / before;
}
