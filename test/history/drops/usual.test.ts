import { describe, expect, it } from 'vitest';
import type { ColumnHistory } from '../../../src/history/drops/grid.ts';
import { toGrid } from '../../../src/history/drops/grid.ts';
import { fillUsual } from '../../../src/history/drops/usual.ts';
import { isWeekend, toColumn } from './column.ts';

describe('what is usual', () => {
  it('is the median of the same weekday in the eight weeks before', () => {
    const weeks = [5, 80, 10, 70, 20, 60, 30, 50, 40];

    expect(usualOf(toColumn('', (age) => (age % 7 === 0 ? weeks[age / 7] : 999), 63))).toBe((40 + 50) / 2);
  });

  it('takes an empty cell for 0', () => {
    expect(usualOf(toColumn('', (age) => (age > 0 && age <= 35 && age % 7 === 0 ? undefined : 100)))).toBe(0);
  });

  it('leaves out dates on which the tenant was low', () => {
    const column = toColumn('', (age) => (age <= 35 ? 1 : 100));

    expect([usualOf(column), usualOf(column, (age) => age <= 28)]).toEqual([1, 100]);
  });

  it('is unknown with fewer than four weeks of history', () => {
    expect([usualOf(toColumn('', () => 100, 28)), usualOf(toColumn('', () => 100, 29))]).toEqual([Number.NaN, 100]);
  });
});

describe('a main date', () => {
  it('has three or more', () => {
    expect([isMainOf(toColumn('', () => 2.9)), isMainOf(toColumn('', () => 3))]).toEqual([false, true]);
  });

  it('has two fifths of the busiest day of the week, so that no weekend of an office is one', () => {
    const usual = (share: number) => toColumn('', (age) => (age % 7 === 0 ? share : 1) * 1000);
    const atWeekends = toColumn('', (age) => (isWeekend(age) ? 300 : 1000));

    const besideBusy = (busy: number) => toColumn('', (age) => (age % 7 === busy ? 1000 : 300));

    expect([isMainOf(usual(0.39)), isMainOf(usual(0.4))]).toEqual([false, true]);
    expect([1, 2, 3, 4, 5, 6].map((busy) => isMainOf(besideBusy(busy)))).toEqual(Array(6).fill(false));
    expect([4, 3, 2].map((age) => isMainOf(atWeekends, age))).toEqual([false, false, true]);
  });
});

function usualOf(column: ColumnHistory, isLow: (age: number) => boolean = () => false): number | undefined {
  const [own] = toGrid([column]).columns;
  if (own === undefined) throw new Error('no column');
  const low = Uint8Array.from(own.values.keys(), (date) => Number(isLow(own.newest - date)));
  for (let date = own.first; date <= own.newest; date += 1) fillUsual(own, date, low);
  return own.usual[own.newest];
}

function isMainOf(column: ColumnHistory, age = 0): boolean {
  const [own] = toGrid([column]).columns;
  if (own === undefined) throw new Error('no column');
  for (let date = own.first; date <= own.newest; date += 1) fillUsual(own, date, new Uint8Array(own.values.length));
  return own.main[own.newest - age] === 1;
}
