import type { Activity } from './activity.ts';
import { alarmingFall, type Habit, toHabit } from './alarming.ts';
import { type ComparedDate, toCompared, toLevels } from './compared.ts';
import { BACK_SHARE, MOST_ALARMING, PAST_WINDOWS, REACH_DAYS, VANISHED_DAYS, WINDOWS } from './constants.ts';
import type { GridColumn } from './grid.ts';

/** The window of dates whose fall comes nearest to being alarming. Sums are over its dates. */
export interface Fall {
  /** The fall by the alarming one. */
  readonly ratio: number;
  readonly observed: number;
  readonly expected: number;
  /** The alarming fall, as a logarithm. */
  readonly alarming: number;
  readonly dates: number;
  /** Index of its newest date. */
  readonly newest: number;
  /** Index of the first of the dates in a row on which the column was not back at usual. */
  readonly since: number;
  /** Whether the newest date that can be judged is back at usual. */
  readonly isOver: boolean;
}

/** The worst fall among the newest 1, 2, 3 and 5 dates, with and without the date that may still grow. */
export function worstFall(column: GridColumn, activity: Activity): Fall | undefined {
  const compared = toCompared(column, activity);
  const levels = toLevels(compared);
  const newest = compared.at(-1);
  if (newest === undefined) return undefined;
  const isBack = compared.map(
    ({ observed, expected }, index) => observed >= BACK_SHARE * expected * Math.exp(levels[index] ?? 0),
  );
  const ends = newest.date === column.newest ? [compared.length, compared.length - 1] : [compared.length];
  const falls = WINDOWS.flatMap((size) => {
    const habit = toHabit(toMeans(compared, levels, size), size);
    return ends.flatMap((end) => {
      const start = end - size;
      const oldest = compared[start];
      if (oldest === undefined || oldest.date < column.newest - REACH_DAYS) return [];
      const since = compared[firstOf(isBack, start, end)]?.date ?? 0;
      return [{ ...toFall(compared.slice(start, end), levels[start] ?? 0, habit), since }];
    });
  });
  const judged = falls.filter(({ alarming }) => alarming <= MOST_ALARMING);
  const worst = judged.toSorted((a, b) => b.ratio - a.ratio)[0];
  return worst && { ...worst, isOver: isBack.at(-1) === true };
}

/** Where the fall of a window begins, which may be long before the window does. */
function firstOf(isBack: readonly boolean[], start: number, end: number): number {
  let first = start;
  while (isBack[first - 1] === false) first -= 1;
  while (isBack[first] === true && first < end - 1) first += 1;
  return first;
}

/** Mean residuals of the windows of so many dates that end before any judged one begins, against the level before each. */
function toMeans(compared: readonly ComparedDate[], levels: readonly number[], size: number): readonly number[] {
  const end = compared.length - 2 * size;
  const means: number[] = [];
  for (let start = Math.max(0, end - PAST_WINDOWS); start < end; start += 1) {
    let sum = 0;
    for (let index = start; index < start + size; index += 1) sum += compared[index]?.residual ?? 0;
    means.push(sum / size - (levels[start] ?? 0));
  }
  return means;
}

function toFall(window: readonly ComparedDate[], level: number, habit: Habit): Omit<Fall, 'isOver' | 'since'> {
  const usual = window.reduce((sum, { expected }) => sum + expected, 0);
  const observed = window.reduce((sum, date) => sum + date.observed, 0);
  const expected = usual * Math.exp(level);
  const alarming = alarmingFall(habit, usual);
  const ratio = Math.log((expected + 1) / (observed + 1)) / alarming;
  return { ratio, observed, expected, alarming, dates: window.length, newest: window.at(-1)?.date ?? 0 };
}

/** Main dates since the last filled cell, those on which the tenant is low left out. */
export function daysWithoutData(column: GridColumn, activity: Activity): number {
  let days = 0;
  for (let date = column.newest; date > column.newest - VANISHED_DAYS && date >= column.first; date -= 1) {
    if (!Number.isNaN(column.values[date] ?? Number.NaN)) break;
    if (column.main[date] === 1 && activity.low[date] !== 1) days += 1;
  }
  return days;
}
