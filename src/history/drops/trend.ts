import { LEAST_PEER_USUAL, LEAST_PEERS, TREND_DAYS } from './constants.ts';
import type { GridColumn } from './grid.ts';
import { medianOf } from './median.ts';
import { filled } from './usual.ts';

/**
 * The last four weeks of each column by the four before, relative to what the tenant did: 1.1 grew by a tenth more than
 * half of all columns of note. NaN where a column has not lasted so long, or had nothing before.
 */
export function toTrends(columns: readonly GridColumn[]): readonly number[] {
  const sums = columns.map(toSums);
  const peers = sums.filter(({ before }) => before >= LEAST_PEER_USUAL * TREND_DAYS);
  const ofTenant = peers.length < LEAST_PEERS ? 1 : medianOf(peers.map(({ recent, before }) => recent / before));
  return sums.map(({ recent, before }) => (before > 0 && ofTenant > 0 ? recent / before / ofTenant : Number.NaN));
}

function toSums({ values, first, newest }: GridColumn): { readonly recent: number; readonly before: number } {
  const start = newest + 1 - TREND_DAYS;
  const sumFrom = (from: number) =>
    values.subarray(from, from + TREND_DAYS).reduce((sum, value) => sum + filled(value), 0);
  return start - TREND_DAYS < first
    ? { recent: Number.NaN, before: Number.NaN }
    : { recent: sumFrom(start), before: sumFrom(start - TREND_DAYS) };
}
