import { medianOf } from '../../src/history/drops/median.ts';
import { newRule } from './new-rule.ts';
import { columnRule, isJudged, knownDays, type Rule } from './rule.ts';
import { type DailySeries, dayOf } from './series.ts';
import { type Change, DROPPED_BELOW, ratioOf, toChange } from './weekday-rule.ts';

/** Below 0.6 of usual, and below 0.6 of the median of at least five columns where that is lower. */
export const weekdayRule: Rule = {
  name: 'same-weekday rule',
  namesColumn: true,
  replay: ({ series }) => {
    const medians = new Map<number, number>();
    const changes = new Map<DailySeries, Map<number, Change>>(series.map((entry) => [entry, new Map()]));
    const known = (entry: DailySeries, day: number) => {
      const change = changes.get(entry)?.get(day) ?? changeOf(entry, day);
      changes.get(entry)?.set(day, change);
      return change;
    };
    const medianOn = (day: number) => {
      const before = medians.get(day);
      if (before !== undefined) return before;
      const ratios = series
        .filter((entry) => isJudged(entry, day))
        .flatMap((entry) => ratioOf(changeOf(entry, day)) ?? []);
      const median = ratios.length >= 5 ? medianOf(ratios) : 1;
      medians.set(day, median);
      return median;
    };
    return {
      judge: (own, day, fallen = own) => {
        const change = fallen === own ? known(own, day) : changeOf(fallen, day);
        const ratio = ratioOf(change);
        const median = medianOn(day);
        const score = ratio === undefined ? undefined : (DROPPED_BELOW * Math.min(1, median)) / ratio;
        return { score, hasVanished: change.silentDays >= 1 && median >= DROPPED_BELOW };
      },
    };
  },
};

const CHANGE_MINIMUM = 100;
const UNJUDGED: Change = { judged: undefined, silentDays: 0 };

function changeOf(series: DailySeries, day: number): Change {
  const isSmall = series.largest < CHANGE_MINIMUM;
  return isSmall ? UNJUDGED : toChange(knownDays(series, day), dayOf(day), CHANGE_MINIMUM);
}

export const dayOverDay = columnRule('day over day < 50 %', (value) => halfBy(value(0), value(1)));
export const weekOverWeek = columnRule('week over week < 50 %', (value) => halfBy(value(0), value(7)));

function halfBy(value = Number.NaN, before = Number.NaN): number {
  return before > 0 ? (0.5 * before) / value : Number.NaN;
}

/**
 * The robust strategy of https://github.com/grafana/promql-anomaly-detection (rules/robust.yml), for one value a day:
 * below the median less twice the median absolute deviation, below half of the median, and below what was a week ago
 * less twice the deviation there. What it takes from the last day is taken from the last 28 dates, what it takes from the
 * hour around the same time a week ago is taken from the same weekday of the last eight weeks. Zeros are left out.
 */
export const anomalyDetection = columnRule('promql-anomaly-detection', (value) => {
  const newest = value(0);
  const recent = positive(28, (past) => value(past));
  const weekly = positive(8, (past) => value(7 * past));
  if (!newest || recent.length < 4 || weekly.length < 4) return Number.NaN;
  return Math.max(0, Math.min(bandOf(recent), 0.5 * medianOf(recent), bandOf(weekly))) / newest;
});

/** Its lower band. */
function bandOf(values: readonly number[]): number {
  const median = medianOf(values);
  return median - 2 * medianOf(values.map((value) => Math.abs(value - median)));
}

function positive(length: number, value: (past: number) => number | undefined): readonly number[] {
  return Array.from({ length }, (_, index) => value(index + 1) ?? 0).filter((known) => known > 0);
}

/** Besides its own, limits at which this rule is judged: what another one would cost, and find. */
export const LIMITS: Readonly<Record<string, readonly number[]>> = {
  [newRule.name]: [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2],
};

export const RULES: readonly Rule[] = [weekdayRule, newRule, dayOverDay, weekOverWeek, anomalyDetection];
