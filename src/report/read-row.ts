import type { Report } from '../catalogue/types.ts';
import { isWholePeriod } from './columns.ts';
import type { Layout } from './layout.ts';
import { readCell } from './read-cell.ts';
import type { DatedValue } from './reading.ts';
import { checkRow, type Expected, type RowCause, type RowDays } from './row-cause.ts';

export interface UnreadableCell {
  readonly column: string;
  readonly text: string;
}

/** A row of a report. */
export interface Row extends RowDays {
  /** Of its values: its date, period and item as one text. */
  readonly place: string;
  readonly values: readonly DatedValue[];
  readonly emptyCells: number;
  /** The filled cells that are no number of their column. */
  readonly unreadable: readonly UnreadableCell[];
  readonly isOfOtherPeriod: boolean;
}

/** A row, or why it cannot be used. */
export function readRow(report: Report, layout: Layout, cells: readonly string[], expected: Expected): Row | RowCause {
  const days = checkRow(report, layout, cells, expected);
  if ('kind' in days) return days;
  const { date } = days;
  const cell = (index: number) => cells[index] ?? '';
  const item = layout.item < 0 ? '' : cell(layout.item);
  const stated = isWholePeriod(report) ? cell(layout.reportPeriod) : '';
  const period = stated === '' ? expected.requestedPeriod : Number(stated);
  const values: DatedValue[] = [];
  let emptyCells = 0;
  const unreadable: UnreadableCell[] = [];
  for (const { name, cell: format, index, withPeriod, isCatalogued } of layout.columns) {
    const text = cell(index);
    const value = text === '' ? undefined : readCell(format, text);
    if (value !== undefined) {
      const key = { column: name, item, date, value };
      values.push(withPeriod && period !== undefined ? { ...key, period } : key);
    } else if (text !== '') unreadable.push({ column: name, text });
    else if (isCatalogued) emptyCells += 1;
  }
  const isOfOtherPeriod = stated !== '' && !expected.periods.has(Number(stated));
  const place = `${date}\n${period ?? ''}\n${item}`;
  return { ...days, place, values, emptyCells, unreadable, isOfOtherPeriod };
}
