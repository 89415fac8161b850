import { yearOf } from '../report/dates.ts';
import type { DatedValue } from '../report/reading.ts';
import type { Part, Precedence } from './part-schema.ts';

export const EMPTY_PART: Part = { version: 1, readings: [], series: [], answers: {} };

/** Negative when `a` is the older reading. */
export function comparePrecedence(a: Precedence, b: Precedence): number {
  return compareText(a.refreshedOn, b.refreshedOn) || compareText(a.pulledAt, b.pulledAt);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The values of a reading by calendar year, oldest year first. */
export function byYear(values: readonly DatedValue[]): readonly (readonly [number, readonly DatedValue[]])[] {
  const years = Map.groupBy(values, ({ date }) => yearOf(date));
  return [...years].sort(([a], [b]) => a - b);
}
