import {
  ASSUMED_SCATTER,
  ASSUMED_WINDOWS,
  BAD_SHARE,
  BAD_TIMES,
  CHANCE,
  DEVIATIONS,
  LEAST_FALL,
  LEAST_PAST_WINDOWS,
} from './constants.ts';
import { medianOf, quantileOfSorted, sorted } from './median.ts';

/** The standard deviation of a normal distribution, as a multiple of the median deviation. */
const BY_MEDIAN = 1.4826;

/** How a column does from one window of so many dates to the next, by itself. */
export interface Habit {
  /** Five standard deviations. */
  readonly scatter: number;
  /** Twice the fall of the one window in twenty. */
  readonly bad: number;
}

/**
 * @param past means of the column's residuals over as many dates, from its windows before
 * @param size how many dates are judged together
 */
export function toHabit(past: readonly number[], size: number): Habit {
  const scatter = DEVIATIONS * scatterOf(past, size);
  // One drop must not make a column deaf: windows that were drops themselves do not count among the bad ones.
  const means = sorted(past);
  const firstOrdinary = means.findIndex((mean) => mean > -Math.max(LEAST_FALL, scatter));
  const withoutDrops = firstOrdinary < 0 ? [] : means.subarray(firstOrdinary);
  if (withoutDrops.length < LEAST_PAST_WINDOWS) return { scatter, bad: 0 };
  return { scatter, bad: BAD_TIMES * Math.max(0, -quantileOfSorted(withoutDrops, BAD_SHARE)) };
}

/**
 * The fall that would be alarming for a column, as a logarithm: the more it scatters, and the smaller it is, the deeper.
 *
 * @param expected sum over the judged dates
 */
export function alarmingFall({ scatter, bad }: Habit, expected: number): number {
  return Math.max(LEAST_FALL, scatter, bad, CHANCE / Math.sqrt(expected));
}

/** Standard deviation of a mean over `size` dates: what is assumed of any column, until the column tells its own. */
function scatterOf(past: readonly number[], size: number): number {
  const known = past.length < LEAST_PAST_WINDOWS ? 0 : past.length;
  const own = known === 0 ? 0 : BY_MEDIAN * medianOf(past.map(Math.abs));
  const variance = (ASSUMED_WINDOWS * ASSUMED_SCATTER ** 2) / size + known * own ** 2;
  return Math.sqrt(variance / (ASSUMED_WINDOWS + known));
}
