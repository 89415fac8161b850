import type { ColumnHistory } from '../../../src/history/drops/grid.ts';
import { addDays } from '../../../src/report/dates.ts';

/** A Wednesday. */
export const NEWEST = '2026-11-18';

/** A column with a value, or none, for each of the days up to the newest one. */
export function toColumn(name: string, valueAt: (age: number) => number | undefined, days = 180): ColumnHistory {
  const values = Array.from({ length: days }, (_, age) => [addDays(NEWEST, -age), valueAt(age)] as const);
  const known = values.flatMap(([date, value]) => (value === undefined ? [] : [[date, value] as const]));
  return { report: 'report', column: name, days: new Map(known), newestDate: NEWEST };
}

/** Columns that show the same on every day but the newest ones, newest first. */
export function toPeers(newest: readonly number[], usual = 1000, number = 5): readonly ColumnHistory[] {
  return Array.from({ length: number }, (_, index) => toColumn(`peer ${index}`, (age) => newest[age] ?? usual));
}

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(age: number): boolean {
  return [0, 6].includes(new Date(addDays(NEWEST, -age)).getUTCDay());
}
