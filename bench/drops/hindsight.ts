import { medianOf } from '../../src/history/drops/median.ts';
import type { DailySeries } from './series.ts';

/** What one knows of a series when all of it has been seen. It is the same for every rule. */
export interface Hindsight {
  /** Index → what was usual for the date: the median of the same weekday in the eight weeks around it. */
  readonly usual: readonly number[];
  /** Indexes of the dates that have at least three, and 40 % of the busiest day of their week. */
  readonly main: readonly number[];
  readonly isMain: ReadonlySet<number>;
  /** Standard deviation of a main date as a share of its usual value, by the median deviation. */
  readonly scatter: number;
}

export function toHindsight({ values }: DailySeries): Hindsight {
  const usual = values.map((_, index) =>
    medianOf(AROUND.flatMap((week) => (index + 7 * week in values ? [values[index + 7 * week] ?? 0] : []))),
  );
  const main = [...values.keys()].filter((index) => {
    const own = usual[index] ?? 0;
    return own >= 3 && own >= 0.4 * Math.max(...usual.slice(Math.max(0, index - 6), index + 1));
  });
  const deviations = main.map((index) => Math.abs((values[index] ?? 0) / (usual[index] ?? 1) - 1));
  return { usual, main, isMain: new Set(main), scatter: 1.4826 * medianOf(deviations) };
}

const AROUND = [-4, -3, -2, -1, 1, 2, 3, 4];
