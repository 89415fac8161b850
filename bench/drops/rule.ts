import type { Day } from '../../src/report/dates.ts';
import { type DailySeries, type SeriesGroup, toDayNumber } from './series.ts';

/** A rule that tells drops from ordinary days. */
export interface Rule {
  readonly name: string;
  /** Whether an alarm names the column: then another worst column of a report is another notification. */
  readonly namesColumn?: boolean;
  readonly replay: (group: SeriesGroup) => Replay;
}

/** A rule as it judges the series of one group. */
export interface Replay {
  /**
   * What the rule said when `day` was the newest date.
   *
   * @param fallen what takes the place of the series, while the others stay as they are
   */
  readonly judge: (series: DailySeries, day: number, fallen?: DailySeries) => Judgement;
}

/** What a rule says of a column on a day. */
export interface Judgement {
  /** From the limit on, by default 1, it is a drop. Undefined where it cannot be judged. */
  readonly score: number | undefined;
  /** It has no values where there always are some. */
  readonly hasVanished: boolean;
}

export const SILENT: Judgement = { score: undefined, hasVanished: false };

/** What is known of a series on the first day that it is judged. */
export const PAST_DAYS = 180;

/** A rule that looks at each column alone: `value` is that of so many days before the newest date. */
export function columnRule(name: string, scoreOf: (value: (age: number) => number | undefined) => number): Rule {
  const judge = (series: DailySeries, day: number, fallen = series) => {
    const score = scoreOf((age) => knownValue(fallen, day - age, day));
    return Number.isNaN(score) ? SILENT : { score, hasVanished: false };
  };
  return { name, replay: () => ({ judge }) };
}

/** The value of a day, as it was known when `newest` was the newest date. */
export function knownValue(
  { start, values, provisional }: DailySeries,
  day: number,
  newest: number,
): number | undefined {
  return (day === newest ? provisional : values)[day - start];
}

/** A series by date, as it was known when `newest` was the newest date. */
export function knownDays(series: DailySeries, newest: number): { readonly get: (date: Day) => number | undefined } {
  return {
    get: (date) => {
      const day = toDayNumber(date);
      return day > newest ? undefined : knownValue(series, day, newest);
    },
  };
}

export function isJudged({ start, values }: DailySeries, day: number): boolean {
  return day >= start + PAST_DAYS && day < start + values.length;
}
