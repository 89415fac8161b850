import type { Hindsight } from './hindsight.ts';
import { toRandom } from './random.ts';
import { type Judgement, PAST_DAYS, type Replay } from './rule.ts';
import { type DailySeries, dayOf, lastDay, type SeriesGroup } from './series.ts';

/** What is left during a fall; undefined: the cells are empty. */
export const DEPTHS = [0.7, 0.5, 0.25, 0, undefined] as const;

/** Main dates that a fall lasts. */
export const LENGTHS = [1, 2, 5, 10] as const;

/** How long after its end one looks whether it is quiet again. */
const AFTER_DAYS = 21;

export interface Fall {
  readonly depth: (typeof DEPTHS)[number];
  readonly length: (typeof LENGTHS)[number];
  /** Day numbers of its main dates. */
  readonly dates: readonly number[];
  /** Day number of the next main date. Until then, its last date is the newest that can be judged. */
  readonly next: number;
}

/** What a rule said from the day before a fall until it was quiet again. */
export interface FallOutcome {
  readonly before: Judgement;
  /** On each day from its first date until the next main date after its last one. */
  readonly during: readonly Judgement[];
  /** On the days after, until all was quiet at the least limit requested. */
  readonly after: readonly Judgement[];
}

/** Falls of every depth and length that begin on random main dates of a series, on dates that were ordinary without them. */
export function toFalls(
  series: DailySeries,
  { main, usual }: Hindsight,
  { name, lowDays }: SeriesGroup,
  starts: number,
): readonly Fall[] {
  const { uniform } = toRandom(`${name} falls of ${series.name}`);
  const days = main.map((index) => series.start + index);
  const first = days.findIndex((day) => day > series.start + PAST_DAYS);
  const last = days.findLastIndex((day) => day < lastDay(series) - AFTER_DAYS) - 11;
  if (first < 0 || last <= first) return [];
  const isOrdinary = (day: number) => {
    const index = day - series.start;
    return !lowDays.has(dayOf(day)) && (series.values[index] ?? 0) >= 0.6 * (usual[index] ?? 0);
  };
  return Array.from({ length: starts }, () => first + Math.floor(uniform() * (last - first))).flatMap((start) =>
    DEPTHS.flatMap((depth) =>
      LENGTHS.flatMap((length) => {
        const dates = days.slice(start, start + length);
        const next = days[start + length] ?? Number.NaN;
        return dates.some((day) => !isOrdinary(day)) ? [] : [{ depth, length, dates, next }];
      }),
    ),
  );
}

/** Let a rule judge a series with a fall in it, in the place of the series as it was. */
export function outcomeOf(series: DailySeries, fall: Fall, replay: Replay, leastLimit: number): FallOutcome {
  const first = fall.dates[0] ?? 0;
  const last = fall.dates.at(-1) ?? 0;
  const fallen = withFall(series, fall, first, last);
  const during: Judgement[] = [];
  const after: Judgement[] = [];
  for (let day = first; day < fall.next; day += 1) during.push(replay.judge(series, day, fallen));
  for (let day = fall.next; day <= fall.next + AFTER_DAYS; day += 1) {
    const judgement = replay.judge(series, day, fallen);
    after.push(judgement);
    if ((judgement.score ?? 0) < leastLimit && !judgement.hasVanished) break;
  }
  return { before: replay.judge(series, first - 1), during, after };
}

/** All days between the first and the last date fall. */
function withFall(series: DailySeries, { depth }: Fall, first: number, last: number): DailySeries {
  const fall = (value: number | undefined, index: number) => {
    const day = series.start + index;
    if (day < first || day > last || value === undefined) return value;
    return depth === undefined ? undefined : Math.round(value * depth);
  };
  return { ...series, values: series.values.map(fall), provisional: series.provisional.map(fall) };
}
