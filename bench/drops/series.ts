import { type Day, toDay } from '../../src/report/dates.ts';
import { type Random, toRandom } from './random.ts';

const DAY_MS = 86_400_000;

/** Columns that are judged together, over the days they are known for. */
export interface SeriesGroup {
  readonly name: string;
  readonly series: readonly DailySeries[];
  /** Holidays and the like: alarms on them are counted apart, and no fall is tried. */
  readonly lowDays: ReadonlySet<Day>;
}

/** What a column shows, day by day from `start` on. */
export interface DailySeries {
  readonly name: string;
  readonly report: string;
  /** Day number: days since 1970-01-01. */
  readonly start: number;
  /** Undefined is an empty cell. */
  readonly values: readonly (number | undefined)[];
  /** What a date shows before the next one comes. */
  readonly provisional: readonly (number | undefined)[];
  readonly largest: number;
}

const names = new Map<number, Day>();
const numbers = new Map<Day, number>();

export function toDayNumber(day: Day): number {
  const known = numbers.get(day) ?? Date.parse(day) / DAY_MS;
  numbers.set(day, known);
  return known;
}

/** The day of a day number. */
export function dayOf(number: number): Day {
  const known = names.get(number) ?? toDay(new Date(number * DAY_MS));
  names.set(number, known);
  return known;
}

/**
 * A series as Graph would show it: of the newest date 80 to 100 % until the next one comes, the same share for all
 * columns of a report; half of the zeros as empty cells, and some cells empty for no reason.
 */
export function asReported(
  { name, report, start }: Pick<DailySeries, 'name' | 'report' | 'start'>,
  values: readonly (number | undefined)[],
  { gaps, seed }: { readonly gaps: number; readonly seed: string },
): DailySeries {
  const random = toRandom(`${seed} ${name}`);
  const final = values.map((value) => toCell(value, gaps, random));
  const provisional = final.map(
    (value, index) => value && Math.round(value * completeness(report, start + index, seed)),
  );
  const largest = Math.max(...values.map((value) => value ?? 0));
  return { name, report, start, values: final, provisional, largest };
}

/** The share of its final value that a date of a report shows at first. */
export function completeness(report: string, day: number, seed: string): number {
  return 0.8 + 0.2 * toRandom(`${seed} ${report} ${day}`).uniform();
}

function toCell(value: number | undefined, gaps: number, { uniform }: Random): number | undefined {
  const isEmpty = uniform() < (value === 0 ? 0.5 : gaps);
  return isEmpty ? undefined : value;
}

export function lastDay({ start, values }: DailySeries): number {
  return start + values.length - 1;
}
