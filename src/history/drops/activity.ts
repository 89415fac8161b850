import { LEAST_COMPLETE, LEAST_PEER_USUAL, LEAST_PEERS, LOW_TENANT } from './constants.ts';
import type { Grid } from './grid.ts';
import { medianOf } from './median.ts';
import { filled, fillUsual } from './usual.ts';

/** What the whole tenant does on each date, as a share of usual; NaN where too few columns tell. */
export interface Activity {
  /** By the columns that have a newer date as well. */
  readonly complete: Float64Array;
  /** By the columns whose newest date it is: it may still grow. */
  readonly newest: Float64Array;
  /** 1 where it is a holiday, or an outage of everything. */
  readonly low: Uint8Array;
}

/** How a date of a column is compared with its usual value. */
export interface Comparison {
  /** The share of its final value that the date is taken to have. */
  readonly complete: number;
  /** What the whole tenant does, at most 1. */
  readonly factor: number;
  /** A holiday, or an outage of everything: neither judged nor learnt from. */
  readonly isLow: boolean;
}

/** Go through the dates, oldest first: what is usual depends on which dates before were low. Fills in `usual`. */
export function toActivity({ dates, columns }: Grid): Activity {
  const activity = emptyActivity(dates.length);
  for (const date of dates.keys()) {
    const complete: number[] = [];
    const newest: number[] = [];
    for (const column of columns) {
      if (date > column.newest) continue;
      fillUsual(column, date, activity.low);
      const usual = column.usual[date] ?? Number.NaN;
      if (usual >= LEAST_PEER_USUAL && column.main[date] === 1)
        (date === column.newest ? newest : complete).push(filled(column.values[date]) / usual);
    }
    if (complete.length >= LEAST_PEERS) activity.complete[date] = medianOf(complete);
    if (newest.length >= LEAST_PEERS) activity.newest[date] = medianOf(newest);
    activity.low[date] = Number(ratioOn(activity, date) < LOW_TENANT);
  }
  return activity;
}

/** Of a tenant of which nothing is known. */
export function emptyActivity(length: number): Activity {
  const unknown = () => new Float64Array(length).fill(Number.NaN);
  return { complete: unknown(), newest: unknown(), low: new Uint8Array(length) };
}

/** The tenant's share of usual on a date; NaN where unknown. */
export function ratioOn({ complete, newest }: Activity, date: number): number {
  const ratio = complete[date] ?? Number.NaN;
  return Number.isNaN(ratio) ? (newest[date] ?? Number.NaN) : ratio;
}

/** A newest date is compared as if it were as complete as those of the other columns, or else as incomplete as can be. */
export function comparisonOn(activity: Activity, date: number, isNewest: boolean): Comparison {
  const ofNewest = activity.newest[date] ?? Number.NaN;
  if (!isNewest || Number.isNaN(ofNewest)) {
    const ratio = ratioOn(activity, date);
    return {
      complete: isNewest ? LEAST_COMPLETE : 1,
      factor: Number.isNaN(ratio) ? 1 : Math.min(1, ratio),
      isLow: ratio < LOW_TENANT,
    };
  }
  return {
    complete: Math.min(1, Math.max(LEAST_COMPLETE, ofNewest)),
    factor: Math.min(1, ofNewest / LEAST_COMPLETE),
    isLow: ofNewest < LOW_TENANT,
  };
}
